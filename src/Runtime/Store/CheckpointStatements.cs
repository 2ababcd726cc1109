using Masterplan.Runtime.Authoring;
using Masterplan.Runtime.Json;
using Masterplan.Runtime.Runs;

namespace Masterplan.Runtime.Store;

/// <summary>Turns a checkpoint into statements. Runs on the worker's thread, so that the writer only executes.</summary>
internal static class CheckpointStatements
{
    public static List<SqlStatement> Of(Checkpoint checkpoint, DateTimeOffset now)
    {
        var id = checkpoint.Instance.Id;
        var statements = new List<SqlStatement>();
        foreach (var (key, json) in checkpoint.Parts)
            statements.Add(json is null ? new(Sql.DeletePart, id, key) : new(Sql.PutPart, id, key, json));
        foreach (var entry in checkpoint.Journal)
            statements.Add(Journal(id, entry));
        foreach (var context in checkpoint.Executions.Values)
            statements.Add(Execution(id, context, now));
        foreach (var bookmark in checkpoint.NewBookmarks)
            statements.Add(Bookmark(id, bookmark));
        foreach (var bookmark in checkpoint.DeletedBookmarks)
            statements.Add(new(Sql.DeleteBookmark, bookmark));
        foreach (var incident in checkpoint.NewIncidents)
            statements.Add(Incident(incident));
        foreach (var (activity, resolution) in checkpoint.Resolved)
            statements.Add(new(Sql.ResolveIncidents, activity, now, resolution));
        foreach (var activity in checkpoint.ResolveIncidentsOf)
            statements.Add(new(Sql.ResolveIncidents, activity, now, "Cancelled"));
        foreach (var child in checkpoint.Children)
            AddInstance(statements, child);
        foreach (var item in checkpoint.WorkItems)
            statements.Add(WorkItem(item));
        foreach (var item in checkpoint.DoneWorkItems)
            statements.Add(new(Sql.DeleteWorkItem, item));
        return statements;
    }

    public static void AddInstance(List<SqlStatement> statements, NewInstance instance)
    {
        var row = instance.Row;
        statements.Add(new(
            Sql.InsertInstance,
            row.Id, row.DefinitionId, row.DefinitionVersionId, row.Version, row.Status, row.SubStatus, row.IsPaused, row.IsRunnable, row.CorrelationId, row.Name,
            row.ParentInstanceId, row.ParentActivityInstanceId, row.RootInstanceId, row.ChildIndex, row.IdempotencyKey, row.TriggerActivityId, row.WorkSequence, row.CreatedAt));
        foreach (var (key, json) in instance.Parts)
            statements.Add(new(Sql.InsertPart, row.Id, key, json));
    }

    public static SqlStatement WorkItem(WorkItemRow item) =>
        new(Sql.InsertWorkItem, item.Id, item.InstanceId, item.Kind, item.TargetId, item.Payload, item.CreatedAt);

    private static SqlStatement Journal(string id, WorkflowExecutionLogEntry entry) => new(
        Sql.InsertJournal,
        id, entry.Sequence, entry.Id, entry.Timestamp, entry.EventName ?? "", entry.Message, entry.Source, entry.ActivityInstanceId, entry.ParentActivityInstanceId,
        entry.ActivityId, entry.ActivityType, entry.ActivityTypeVersion, entry.ActivityName, entry.NodeId, entry.Payload is null ? null : Values.JsonOf(entry.Payload));

    private static SqlStatement Execution(string id, ActivityExecutionContext context, DateTimeOffset now) => new(
        Sql.PutExecution,
        context.Id, id, context.State.ParentId, context.Activity.Id, context.NodeId, context.Activity.Type, context.Activity.Version, context.Activity.Name,
        context.Activity.GetDisplayText() ?? context.ActivityDescriptor.DisplayName, context.Status, context.Bookmarks.Any(), context.State.ExecutionCount,
        context.State.StartedAt ?? now, context.CompletedAt, JsonOrNull(context.ActivityState), JsonOrNull(ShownOutputs(context)), JsonOrNull(context.JournalData),
        context.Result is Outcomes outcomes ? RuntimeJson.Serialize(outcomes.Names) : null, ExceptionJson(context.Exception));

    private static Dictionary<string, object?> ShownOutputs(ActivityExecutionContext context)
    {
        var hidden = context.ActivityDescriptor.Outputs.Where(output => !output.IsSerializable).Select(output => output.Name).ToHashSet();
        return context.OutputValues.Where(output => !hidden.Contains(output.Key)).ToDictionary();
    }

    private static string? JsonOrNull(IDictionary<string, object?> values) => values.Count == 0 ? null : RuntimeJson.Serialize(values);

    private static string? ExceptionJson(Exception? exception) => exception is null
        ? null
        : RuntimeJson.Serialize(new { type = exception.GetType().FullName, message = exception.Message, stackTrace = exception.StackTrace });

    private static SqlStatement Bookmark(string id, Bookmark bookmark) => new(
        Sql.InsertBookmark,
        bookmark.Id, id, bookmark.Name, bookmark.Hash, bookmark.Payload is null ? null : Values.JsonOf(bookmark.Payload), bookmark.ActivityId, bookmark.ActivityNodeId,
        bookmark.ActivityInstanceId, bookmark.CallbackMethodName, bookmark.AutoBurn, bookmark.AutoComplete,
        bookmark.Metadata is null ? null : RuntimeJson.Serialize(bookmark.Metadata), bookmark.CreatedAt, bookmark.DueAt);

    private static SqlStatement Incident(Incident incident) => new(
        Sql.InsertIncident,
        incident.Id, incident.InstanceId, incident.RootInstanceId, incident.ActivityInstanceId, incident.ActivityId, incident.NodeId, incident.ActivityType,
        incident.DisplayName, incident.Message, incident.ExceptionType, incident.StackTrace, incident.Timestamp);
}
