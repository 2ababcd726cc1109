using System.Text.Json.Nodes;

namespace Masterplan.Host.Elsa.Definitions;

/// <summary>Fills in what Studio takes for granted in an activity and those below it: the node id, the flags, the lists of containers.</summary>
internal static class ActivityCompletion
{
    private const string Workflow = "Workflow1";
    private static readonly string[] Maps = ["metadata", "customProperties"];
    private static readonly string[] Flags = ["canStartWorkflow", "runAsynchronously"];
    private static readonly Dictionary<string, string[]> Lists = new(StringComparer.Ordinal)
    {
        ["Elsa.Flowchart"] = ["activities", "connections", "variables"],
        ["Elsa.Sequence"] = ["activities", "variables"],
    };

    public static JsonObject Complete(JsonObject root) => Complete(root, Workflow);

    private static JsonObject Complete(JsonObject activity, string parent)
    {
        var nodeId = $"{parent}:{DefinitionNodes.Text(activity["id"])}";
        activity["nodeId"] = nodeId;
        if (activity["version"] is not JsonValue version || !version.TryGetValue<int>(out _))
            activity["version"] = 1;
        foreach (var map in Maps.Where(map => activity[map] is not JsonObject))
            activity[map] = new JsonObject();
        foreach (var flag in Flags.Where(flag => activity["customProperties"]![flag] is not JsonValue value || !value.TryGetValue<bool>(out _)))
            activity["customProperties"]![flag] = false;
        if (Lists.TryGetValue(DefinitionNodes.Text(activity["type"]) ?? "", out var lists))
            foreach (var list in lists.Where(list => activity[list] is not JsonArray))
                activity[list] = new JsonArray();
        foreach (var (_, child, _) in DefinitionNodes.Children(activity))
            Complete(child, nodeId);
        return activity;
    }
}
