using System.Text.Json.Nodes;
using Masterplan.Host.Elsa.Requests;

namespace Masterplan.Host.Elsa.Definitions;

/// <summary>Turns what Studio sends into the document that is stored.</summary>
internal static class DefinitionInput
{
    private static readonly string[] NotStored = ["links"];

    public static JsonObject Document(JsonObject model, string path, Func<string> newId)
    {
        CheckDefaults(model, path);
        var document = (JsonObject)model.DeepClone();
        foreach (var member in document.Where(member => member.Value is null || NotStored.Contains(member.Key)).Select(member => member.Key).ToList())
            document.Remove(member);
        foreach (var text in new[] { "definitionId", "id", "name", "description" })
            if (document[text] is { } value && DefinitionNodes.Text(value) is null)
                throw new RequestRefusedException($"{path}{text}", "This is a text.");
        if (DefinitionNodes.Text(document["definitionId"]) is not { Length: > 0 })
            document["definitionId"] = newId();
        if (document["root"] is not null and not JsonObject)
            throw new RequestRefusedException($"{path}root", "This is an activity.");
        var root = document["root"] is JsonObject given ? Restored(given) : EmptyRoot();
        if (root.Parent is null)
            document["root"] = root;
        ActivityCompletion.Complete(root);
        return document;
    }

    public static JsonObject EmptyRoot() => new()
    {
        ["id"] = "Flowchart1",
        ["name"] = "Flowchart1",
        ["type"] = "Elsa.Flowchart",
        ["version"] = 1,
        ["customProperties"] = new JsonObject { ["source"] = "Masterplan" },
        ["activities"] = new JsonArray(),
        ["connections"] = new JsonArray(),
    };

    private static JsonObject Restored(JsonObject activity)
    {
        var restored = MissingActivities.Restore(activity);
        if (restored != activity)
            return restored;
        foreach (var (_, child, replace) in DefinitionNodes.Children(activity))
            if (Restored(child) is var changed && changed != child)
                replace(changed);
        return activity;
    }

    /// <summary>Studio knows the default value of a variable as text only, so that is what it has to be.</summary>
    private static void CheckDefaults(JsonObject model, string path)
    {
        if (model["variables"] is not JsonArray variables)
            return;
        var wrong = Enumerable.Range(0, variables.Count).Where(index => variables[index] is JsonObject { } variable && variable["value"] is { } value && DefinitionNodes.Text(value) is null).ToList();
        if (wrong.Count > 0)
            throw new RequestRefusedException(wrong.ToDictionary(index => $"{path}variables[{index}].value", _ => (IReadOnlyList<string>)["A default value is written as text, as \"3\"."]));
    }
}
