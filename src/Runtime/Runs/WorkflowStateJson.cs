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
    public static JsonObject Of(InstanceRow row, List<InstancePart> parts, List<BookmarkRow> bookmarks, List<Incident> incidents)
    {
        // Innermost first, as Elsa has them.
        var contexts = parts.Where(part => part.Key.StartsWith(PartKeys.ContextPrefix, StringComparison.Ordinal))
            .Select(part => RuntimeJson.Deserialize<ContextState>(part.Json)!)
            .OrderByDescending(Depth).ThenBy(context => context.Sequence).ToList();
        return Of(row, parts, contexts, bookmarks, incidents);
    }

    private static JsonObject Of(InstanceRow row, List<InstancePart> parts, List<ContextState> contexts, List<BookmarkRow> bookmarks, List<Incident> incidents) => new()
    {
        ["id"] = row.Id,
        ["definitionId"] = row.DefinitionId,
        ["definitionVersionId"] = row.DefinitionVersionId,
        ["definitionVersion"] = row.Version,
        ["correlationId"] = row.CorrelationId,
        ["name"] = row.Name,
        ["parentWorkflowInstanceId"] = row.ParentInstanceId,
        ["status"] = row.Status.ToString(),
        ["subStatus"] = row.SubStatus.ToString(),
        ["isExecuting"] = row.SubStatus == WorkflowSubStatus.Executing,
        ["bookmarks"] = Node(bookmarks.ConvertAll(bookmark => bookmark.ToBookmark())),
        ["incidents"] = Node(incidents.ConvertAll(Incident)),
        ["isSystem"] = false,
        ["completionCallbacks"] = new JsonArray([.. contexts.Where(context => context.CompletionCallback is not null).Select(context => (JsonNode)Callback(context))]),
        ["activityExecutionContexts"] = new JsonArray([.. contexts.Select(context => (JsonNode)Context(context, parts, row.FinishedAt))]),
        ["scheduledActivities"] = new JsonArray(),
        ["executionLogSequence"] = row.LogSequence,
        ["input"] = Part(parts, PartKeys.Input),
        ["output"] = Part(parts, PartKeys.Output),
        ["properties"] = Part(parts, PartKeys.Properties),
        ["createdAt"] = Node(row.CreatedAt),
        ["updatedAt"] = Node(row.UpdatedAt),
        ["finishedAt"] = row.FinishedAt is null ? null : Node(row.FinishedAt),
    };

    private static int Depth(ContextState state) => state.NodeId.Count(character => character == ':');

    private static JsonObject Callback(ContextState state) => new()
    {
        ["ownerInstanceId"] = state.ParentId,
        ["childNodeId"] = state.NodeId,
        ["methodName"] = state.CompletionCallback,
    };

    private static JsonObject Context(ContextState state, List<InstancePart> parts, DateTimeOffset? finishedAt)
    {
        var variables = new JsonObject();
        foreach (var variable in parts.Where(candidate => candidate.Key.StartsWith(PartKeys.Variable(state.Id, ""), StringComparison.Ordinal)))
            variables[PartKeys.SplitVariable(variable.Key).VariableId] = JsonNode.Parse(variable.Json);
        var properties = Node(state.Properties ?? []) as JsonObject ?? [];
        if (variables.Count > 0)
            properties["Variables"] = variables;
        return new JsonObject
        {
            ["id"] = state.Id,
            ["callStackDepth"] = Depth(state),
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
            ["completedAt"] = finishedAt is null ? null : Node(finishedAt),
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
