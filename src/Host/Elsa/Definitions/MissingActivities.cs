using System.Text.Json.Nodes;
using Masterplan.Host.Elsa.Requests;
using Masterplan.Runtime.Definitions;

namespace Masterplan.Host.Elsa.Definitions;

/// <summary>Lets Studio show a definition with activities of unknown types, and lets nothing of them get lost when it saves.</summary>
internal static class MissingActivities
{
    private const string TypeName = "Elsa.NotFoundActivity";
    private const string Original = "originalActivityJson";

    /// <summary>What stands for the activity in Studio.</summary>
    public static JsonObject Hide(JsonObject activity)
    {
        var type = (string?)activity["type"];
        return new JsonObject
        {
            ["id"] = activity["id"]?.DeepClone(),
            ["nodeId"] = activity["nodeId"]?.DeepClone(),
            ["type"] = TypeName,
            ["version"] = 1,
            ["missingTypeName"] = type,
            ["missingTypeVersion"] = activity["version"]?.DeepClone(),
            [Original] = activity.ToJsonString(ElsaJson.Options),
            ["customProperties"] = new JsonObject { ["canStartWorkflow"] = false, ["runAsynchronously"] = false },
            ["metadata"] = Metadata(activity, type),
        };
    }

    /// <summary>The activity that was hidden, where Studio has moved it; the same object if none was.</summary>
    public static JsonObject Restore(JsonObject activity)
    {
        if (DefinitionNodes.Text(activity["type"]) != TypeName || DefinitionNodes.Text(activity[Original]) is not { } json || DefinitionNodes.Parse(json) is not { } original)
            return activity;
        if (activity["metadata"]?["designer"] is { } designer)
        {
            if (original["metadata"] is not JsonObject)
                original["metadata"] = new JsonObject();
            original["metadata"]!["designer"] = designer.DeepClone();
        }

        return original;
    }

    public static JsonObject Descriptor() => new()
    {
        ["typeName"] = TypeName,
        ["clrType"] = TypeName,
        ["runAsynchronously"] = false,
        ["namespace"] = "Elsa",
        ["name"] = "NotFoundActivity",
        ["version"] = 1,
        ["category"] = "System",
        ["displayName"] = "Not Found Activity",
        ["description"] = "Stands for an activity whose type this server does not have.",
        ["inputs"] = new JsonArray(),
        ["outputs"] = new JsonArray(),
        ["kind"] = "Action",
        ["ports"] = new JsonArray(),
        ["customProperties"] = new JsonObject(),
        ["constructionProperties"] = new JsonObject(),
        ["isContainer"] = false,
        ["isBrowsable"] = false,
        ["isStart"] = false,
        ["isTerminal"] = false,
    };

    public static bool IsMissing(JsonObject activity, IActivityRegistry registry) => DefinitionNodes.Text(activity["type"]) is { } type && type != TypeName && registry.Find(type) is null;

    private static JsonObject Metadata(JsonObject activity, string? type)
    {
        var metadata = activity["metadata"] is JsonObject own ? (JsonObject)own.DeepClone() : [];
        metadata["displayText"] = $"Not found: {type}";
        return metadata;
    }
}
