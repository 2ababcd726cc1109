using System.Collections;
using System.ComponentModel;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Masterplan.Activities.Clusters.Spec;

/// <summary>The JSON Schema of a spec, made from the records, their descriptions and their defaults: a pure function.</summary>
public static class ClusterSpecSchema
{
    private static readonly JsonSerializerOptions Pretty = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The schema as the text of cluster-spec.schema.json.</summary>
    public static string Generate()
    {
        var schema = new JsonObject
        {
            ["$schema"] = "http://json-schema.org/draft-07/schema#",
            ["title"] = "Cluster spec",
            ["description"] = "A cluster as a person writes it down. Every member has a default, so an empty file is a whole cluster.",
        };
        foreach (var (name, value) in Describe(new ClusterSpec()).ToList())
            schema[name] = value?.DeepClone();
        return schema.ToJsonString(Pretty) + "\n";
    }

    internal static string DescriptionOf(PropertyInfo member) =>
        member.GetCustomAttribute<DescriptionAttribute>()?.Description ?? throw new InvalidOperationException($"{member.DeclaringType!.Name}.{member.Name} has no description.");

    internal static bool IsSpec(Type type) => type.Namespace == typeof(ClusterSpec).Namespace;

    private static JsonObject Describe(object defaults)
    {
        var properties = new JsonObject();
        foreach (var member in defaults.GetType().GetProperties())
            properties[SpecBinder.CamelCase(member)] = Describe(member, member.GetValue(defaults)!);
        return new() { ["type"] = "object", ["additionalProperties"] = false, ["properties"] = properties };
    }

    private static JsonObject Describe(PropertyInfo member, object value)
    {
        var schema = new JsonObject { ["description"] = DescriptionOf(member) };
        var shape = IsSpec(member.PropertyType) ? Describe(value) : Simple(value);
        foreach (var (name, part) in shape.ToList())
            schema[name] = part?.DeepClone();
        return schema;
    }

    private static JsonObject Simple(object value) => value switch
    {
        int number => new() { ["type"] = "integer", ["default"] = number },
        bool flag => new() { ["type"] = "boolean", ["default"] = flag },
        string text => new() { ["type"] = "string", ["default"] = text },
        IReadOnlyList<string> items => new() { ["type"] = "array", ["items"] = Text(), ["default"] = new JsonArray([.. items.Select(item => JsonValue.Create(item))]) },
        IDictionary => new() { ["type"] = "object", ["additionalProperties"] = Text(), ["default"] = new JsonObject() },
        _ => throw new InvalidOperationException($"A spec cannot hold a {value.GetType().Name}."),
    };

    private static JsonObject Text() => new() { ["type"] = "string" };
}
