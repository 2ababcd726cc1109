using System.Text;
using System.Text.Json.Nodes;
using Masterplan.Runtime.Activities.Composition;
using Masterplan.Runtime.Authoring;

namespace Masterplan.Runtime.Definitions;

/// <summary>Describes a workflow as an activity: its inputs, outputs and outcomes.</summary>
internal static class WorkflowActivityDescriptor
{
    public static bool IsUsable(JsonObject document) =>
        document["options"] is JsonObject options && options["usableAsActivity"] is JsonValue flag && flag.TryGetValue<bool>(out var isUsable) && isUsable
        && TypeName(References.Text(document["name"]) ?? "").Length > 0;

    /// <summary>True if publishing it brings the definitions that use it to the new version.</summary>
    public static bool LeadsConsumers(JsonObject document) =>
        IsUsable(document) && document["options"]!["autoUpdateConsumingWorkflows"] is JsonValue flag && flag.TryGetValue<bool>(out var isSet) && isSet;

    public static ActivityDescriptor Of(JsonObject document)
    {
        var name = References.Text(document["name"]) ?? "";
        var typeName = TypeName(name);
        var category = References.Text((document["options"] as JsonObject)?["activityCategory"]);
        return new ActivityDescriptor
        {
            TypeName = typeName,
            Namespace = "",
            Name = typeName,
            Version = document["version"] is JsonValue version && version.TryGetValue<int>(out var number) ? number : 1,
            Category = string.IsNullOrEmpty(category) ? "Workflows" : category,
            DisplayName = name,
            Description = References.Text(document["description"]),
            Inputs = [.. Objects(document["inputs"]).Select(Input)],
            Outputs = [.. Objects(document["outputs"]).Select(Output)],
            Ports = [new PortDescriptor("Root", "Root", PortType.Embedded, IsBrowsable: false), .. Outcomes(document).Select(outcome => new PortDescriptor(outcome, outcome, PortType.Flow))],
            ClrType = typeof(WorkflowDefinitionActivity),
            WorkflowDefinitionId = References.Text(document["definitionId"]),
            WorkflowDefinitionVersionId = References.Text(document["id"]),
        };
    }

    /// <summary>The words of the name in Pascal case: "Hello flow" gives HelloFlow.</summary>
    private static string TypeName(string name)
    {
        var text = new StringBuilder();
        var starts = true;
        foreach (var character in name)
        {
            if (char.IsLetterOrDigit(character))
                text.Append(starts ? char.ToUpperInvariant(character) : character);
            starts = !char.IsLetterOrDigit(character);
        }

        return text.ToString();
    }

    private static IEnumerable<string> Outcomes(JsonObject document) =>
        (document["outcomes"] as JsonArray ?? []).Select(References.Text).OfType<string>().Where(outcome => outcome.Length > 0).DefaultIfEmpty("Done").Distinct();

    private static IEnumerable<JsonObject> Objects(JsonNode? node) => (node as JsonArray ?? []).OfType<JsonObject>().Where(json => References.Text(json["name"]) is { Length: > 0 });

    private static Type TypeOf(JsonObject json) =>
        VariableTypes.Find(References.Text(json["type"]) ?? "Object", json["isArray"] is JsonValue flag && flag.TryGetValue<bool>(out var isArray) && isArray) ?? typeof(object);

    private static InputDescriptor Input(JsonObject json) => new()
    {
        Name = References.Text(json["name"])!,
        JsonName = ActivityDescriptors.JsonName(References.Text(json["name"])!),
        Type = TypeOf(json),
        DisplayName = References.Text(json["displayName"]) is { Length: > 0 } shown ? shown : References.Text(json["name"])!,
        Description = References.Text(json["description"]),
        Category = References.Text(json["category"]),
        UIHint = References.Text(json["uiHint"]) is { Length: > 0 } hint ? hint : InputUIHints.SingleLine,
        IsWrapped = true,
    };

    private static OutputDescriptor Output(JsonObject json) => new()
    {
        Name = References.Text(json["name"])!,
        JsonName = ActivityDescriptors.JsonName(References.Text(json["name"])!),
        Type = TypeOf(json),
        DisplayName = References.Text(json["displayName"]) is { Length: > 0 } shown ? shown : References.Text(json["name"])!,
        Description = References.Text(json["description"]),
    };
}
