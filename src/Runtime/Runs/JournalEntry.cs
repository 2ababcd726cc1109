namespace Masterplan.Runtime.Runs;

/// <summary>A line of an instance's journal, as stored.</summary>
public sealed record JournalEntry
{
    public required string Id { get; init; }

    public required string InstanceId { get; init; }

    public long Sequence { get; init; }

    public DateTimeOffset Timestamp { get; init; }

    public required string EventName { get; init; }

    public string? Message { get; init; }

    public string? Source { get; init; }

    public required string ActivityInstanceId { get; init; }

    public string? ParentActivityInstanceId { get; init; }

    public required string ActivityId { get; init; }

    public required string ActivityType { get; init; }

    public int ActivityTypeVersion { get; init; }

    public string? ActivityName { get; init; }

    public required string NodeId { get; init; }

    /// <summary>JSON; unset if the line has none.</summary>
    public string? Payload { get; init; }
}
