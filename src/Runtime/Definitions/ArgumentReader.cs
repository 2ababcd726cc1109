using System.Text.Json.Nodes;
using Masterplan.Runtime.Activities;
using Masterplan.Runtime.Authoring;
using Masterplan.Runtime.Json;

namespace Masterplan.Runtime.Definitions;

/// <summary>Reads the variables, inputs and outputs that a definition declares.</summary>
internal static class ArgumentReader
{
    public static List<Variable> Variables(JsonNode? node, string path, DefinitionScope scope)
    {
        var variables = new List<Variable>();
        foreach (var (json, itemPath) in Objects(node, path, scope))
        {
            var name = References.Text(json["name"]) ?? "";
            var id = References.Text(json["id"]) ?? name;
            if (name.Length == 0)
                scope.Fault($"{itemPath}.name", "The variable has no name.");
            if (variables.Exists(other => other.Id == id))
                scope.Fault($"{itemPath}.id", $"The variable id '{id}' is already used.");
            if (Type(json, "typeName", itemPath, scope) is { } type)
                variables.Add(Variable(type, Driver(json), id, name, json["value"], $"{itemPath}.value", scope));
        }

        return variables;
    }

    public static List<ArgumentDefinition> Arguments(JsonNode? node, string path, DefinitionScope scope)
    {
        var arguments = new List<ArgumentDefinition>();
        foreach (var (json, itemPath) in Objects(node, path, scope))
        {
            var name = References.Text(json["name"]) ?? "";
            if (name.Length == 0)
                scope.Fault($"{itemPath}.name", "It has no name.");
            if (arguments.Exists(other => other.Name == name))
                scope.Fault($"{itemPath}.name", $"The name '{name}' is already used.");
            if (Type(json, "type", itemPath, scope) is { } type)
                arguments.Add(new ArgumentDefinition(name, type, Values.Plain(json["defaultValue"])));
        }

        return arguments;
    }

    private static Variable Variable(Type type, Type driver, string id, string name, JsonNode? value, string path, DefinitionScope scope)
    {
        var variable = (Variable)Activator.CreateInstance(typeof(Variable<>).MakeGenericType(type))!;
        variable.Id = id;
        variable.Name = name;
        variable.StorageDriverType = driver;
        try
        {
            var isBlank = References.Text(value) is "" && type != typeof(string);
            variable.Value = value is null || isBlank ? null : Default(value, type);
        }
        catch (FormatException e)
        {
            scope.Fault(path, e.Message);
        }

        return variable;
    }

    /// <summary>A short name, or an assembly-qualified one. Whatever is not kept in memory is kept with the run.</summary>
    private static Type Driver(JsonObject json) =>
        (References.Text(json["storageDriverTypeName"]) ?? "").Split(',')[0].EndsWith(nameof(MemoryStorageDriver), StringComparison.Ordinal) ? typeof(MemoryStorageDriver) : typeof(WorkflowInstanceStorageDriver);

    private static object? Default(JsonNode value, Type type)
    {
        // Defaults are texts; one for an untyped variable is JSON where it reads as such.
        if (type != typeof(object) || References.Text(value) is not { } text)
            return Values.To(value, type);
        return text.TrimStart().StartsWith('{') || text.TrimStart().StartsWith('[') ? Values.To<System.Text.Json.JsonElement>(text) : text;
    }

    private static Type? Type(JsonObject json, string member, string path, DefinitionScope scope)
    {
        var name = References.Text(json[member]) ?? "Object";
        var isArray = json["isArray"] is JsonValue flag && flag.TryGetValue<bool>(out var value) && value;
        var type = VariableTypes.Find(name, isArray);
        if (type is null)
            scope.Fault($"{path}.{member}", $"The type '{name}' is unknown. Known: {string.Join(", ", VariableTypes.Names)}.");
        return type;
    }

    private static IEnumerable<(JsonObject Json, string Path)> Objects(JsonNode? node, string path, DefinitionScope scope)
    {
        if (node is not null and not JsonArray)
            scope.Fault(path, "This is a list.");
        for (var i = 0; node is JsonArray list && i < list.Count; i++)
            if (list[i] is JsonObject json)
                yield return (json, $"{path}[{i}]");
            else
                scope.Fault($"{path}[{i}]", "This is an object.");
    }
}
