namespace Masterplan.Runtime.Authoring;

/// <summary>One line of an instance's journal.</summary>
public sealed class WorkflowExecutionLogEntry
{
    public required string Id { get; init; }

    public required string ActivityInstanceId { get; init; }

    public string? ParentActivityInstanceId { get; init; }

    public required string ActivityId { get; init; }

    public required string ActivityType { get; init; }

    public int ActivityTypeVersion { get; init; } = 1;

    public string? ActivityName { get; init; }

    public required string NodeId { get; init; }

    public DateTimeOffset Timestamp { get; init; }

    public long Sequence { get; init; }

    public string? EventName { get; init; }

    public string? Message { get; init; }

    public string? Source { get; init; }

    public object? Payload { get; init; }
}
