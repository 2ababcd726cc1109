using Masterplan.Runtime.Authoring;
using Masterplan.Runtime.Store;

namespace Masterplan.Runtime.Runs;

/// <summary>Something that happened in a run: a journal line (after its commit), the start of an activity (at once), or a change of the instance.</summary>
public sealed record RunEvent
{
    /// <summary><c>Started</c>, <c>Suspended</c>, <c>Resumed</c>, <c>Completed</c>, <c>Faulted</c>, <c>Canceled</c>, an activity's own event name,
    /// or <c>WorkflowStarted</c>, <c>WorkflowSuspended</c>, <c>WorkflowPaused</c>, <c>WorkflowFinished</c>, <c>WorkflowFaulted</c>, <c>WorkflowCancelled</c>.</summary>
    public required string EventName { get; init; }

    public required string InstanceId { get; init; }

    public required string RootInstanceId { get; init; }

    public string? ParentInstanceId { get; init; }

    public required string DefinitionId { get; init; }

    public string? InstanceName { get; init; }

    public string? CorrelationId { get; init; }

    public WorkflowStatus Status { get; init; }

    public WorkflowSubStatus SubStatus { get; init; }

    /// <summary>Unset for a change of the instance as a whole, as are the other members about an activity.</summary>
    public string? ActivityInstanceId { get; init; }

    public string? ActivityId { get; init; }

    public string? NodeId { get; init; }

    public string? ActivityType { get; init; }

    /// <summary>What the designer shows on the activity, else its type's display name.</summary>
    public string? DisplayName { get; init; }

    public string? Message { get; init; }

    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>The activity's journal data at that time.</summary>
    public IReadOnlyDictionary<string, object?>? Data { get; init; }

    internal static RunEvent Of(InstanceRow instance, ActivityExecutionContext context, WorkflowExecutionLogEntry entry) => OfInstance(instance, entry.EventName ?? "", entry.Timestamp) with
    {
        ActivityInstanceId = context.Id,
        ActivityId = context.Activity.Id,
        NodeId = context.NodeId,
        ActivityType = context.Activity.Type,
        DisplayName = context.Activity.GetDisplayText() ?? context.ActivityDescriptor.DisplayName,
        Message = entry.Message,
        Data = context.JournalData.Count == 0 ? null : new Dictionary<string, object?>(context.JournalData),
    };

    internal static RunEvent OfInstance(InstanceRow instance, string eventName, DateTimeOffset timestamp) => new()
    {
        EventName = eventName,
        InstanceId = instance.Id,
        RootInstanceId = instance.RootInstanceId,
        ParentInstanceId = instance.ParentInstanceId,
        DefinitionId = instance.DefinitionId,
        InstanceName = instance.Name,
        CorrelationId = instance.CorrelationId,
        Status = instance.Status,
        SubStatus = instance.SubStatus,
        Timestamp = timestamp,
    };
}
