namespace Masterplan.Runtime.Runs;

/// <summary>How often an activity ran in an instance, and how it stands.</summary>
public sealed record ActivityStats
{
    public required string ActivityId { get; init; }

    public required string ActivityNodeId { get; init; }

    public int StartedCount { get; init; }

    public int CompletedCount { get; init; }

    public int UncompletedCount => StartedCount - CompletedCount;

    /// <summary>True while it waits at a bookmark.</summary>
    public bool IsBlocked { get; init; }

    public bool IsFaulted { get; init; }

    public int AggregateFaultCount { get; init; }
}
