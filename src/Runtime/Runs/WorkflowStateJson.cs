using System.Text.Json;
using System.Text.Json.Nodes;
using Masterplan.Runtime.Authoring;
using Masterplan.Runtime.Execution;
using Masterplan.Runtime.Json;
using Masterplan.Runtime.Store;

namespace Masterplan.Runtime.Runs;

/// <summary>Shows an instance's state in the shape that Elsa's viewer reads.</summary>
internal static class WorkflowStateJson
{
    public static JsonObject Of(InstanceRow row, List<InstancePart> parts, List<BookmarkRow> bookmarks, List<Incident> incidents) => new()
    {
        ["id"] = row.Id,
        ["definitionId"] = row.DefinitionId,
        ["definitionVersionId"] = row.DefinitionVersionId,
        ["definitionVersion"] = row.Version,
        ["correlationId"] = row.CorrelationId,
        ["parentWorkflowInstanceId"] = row.ParentInstanceId,
        ["status"] = row.Status.ToString(),
        ["subStatus"] = row.SubStatus.ToString(),
        ["isExecuting"] = row.SubStatus == WorkflowSubStatus.Executing,
        ["bookmarks"] = Node(bookmarks.ConvertAll(bookmark => bookmark.ToBookmark())),
        ["incidents"] = Node(incidents.ConvertAll(Incident)),
        ["completionCallbacks"] = new JsonArray(),
        ["activityExecutionContexts"] = new JsonArray([.. parts.Where(part => part.Key.StartsWith(PartKeys.ContextPrefix, StringComparison.Ordinal)).Select(part => (JsonNode)Context(part, parts))]),
        ["scheduledActivities"] = new JsonArray(),
        ["executionLogSequence"] = row.LogSequence,
        ["input"] = Part(parts, PartKeys.Input),
        ["output"] = Part(parts, PartKeys.Output),
        ["properties"] = Part(parts, PartKeys.Properties),
        ["createdAt"] = Node(row.CreatedAt),
        ["updatedAt"] = Node(row.UpdatedAt),
        ["finishedAt"] = row.FinishedAt is null ? null : Node(row.FinishedAt),
    };

    private static JsonObject Context(InstancePart part, List<InstancePart> parts)
    {
        var state = RuntimeJson.Deserialize<ContextState>(part.Json)!;
        var variables = new JsonObject();
        foreach (var variable in parts.Where(candidate => candidate.Key.StartsWith(PartKeys.Variable(state.Id, ""), StringComparison.Ordinal)))
            variables[PartKeys.SplitVariable(variable.Key).VariableId] = JsonNode.Parse(variable.Json);
        var properties = Node(state.Properties ?? []) as JsonObject ?? [];
        if (variables.Count > 0)
            properties["Variables"] = variables;
        return new JsonObject
        {
            ["id"] = state.Id,
            ["parentContextId"] = state.ParentId,
            ["scheduledActivityNodeId"] = state.NodeId,
            ["ownerActivityNodeId"] = state.ParentId is null ? null : state.NodeId[..state.NodeId.LastIndexOf(':')],
            ["properties"] = properties,
            ["metadata"] = Node(state.Metadata ?? []),
            ["activityState"] = new JsonObject(),
            ["dynamicVariables"] = new JsonArray(),
            ["status"] = state.Status.ToString(),
            ["isExecuting"] = false,
            ["faultCount"] = state.Status == ActivityStatus.Faulted ? 1 : 0,
            ["startedAt"] = state.StartedAt is null ? null : Node(state.StartedAt),
        };
    }

    private static object Incident(Incident incident) => new
    {
        incident.ActivityId,
        ActivityNodeId = incident.NodeId,
        incident.ActivityType,
        incident.Message,
        Exception = new { Type = incident.ExceptionType, incident.Message, incident.StackTrace },
        incident.Timestamp,
    };

    private static JsonNode Part(List<InstancePart> parts, string key) => parts.Find(part => part.Key == key) is { } part ? JsonNode.Parse(part.Json)! : new JsonObject();

    private static JsonNode? Node<T>(T value) => JsonSerializer.SerializeToNode(value, RuntimeJson.Options);
}
