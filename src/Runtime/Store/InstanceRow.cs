using Masterplan.Runtime.Authoring;

namespace Masterplan.Runtime.Store;

/// <summary>An instance: identity, status, lease. Its state lies in parts beside it.</summary>
internal sealed class InstanceRow
{
    public required string Id { get; init; }

    public required string DefinitionId { get; init; }

    public required string DefinitionVersionId { get; init; }

    public int Version { get; init; }

    public WorkflowStatus Status { get; set; }

    public WorkflowSubStatus SubStatus { get; set; }

    public bool IsPaused { get; set; }

    /// <summary>True while it has work that no bookmark holds back: a start looks for these.</summary>
    public bool IsRunnable { get; set; }

    public string? CorrelationId { get; set; }

    public string? Name { get; set; }

    public string? ParentInstanceId { get; init; }

    /// <summary>The activity execution that waits for this instance's end; unset if none does.</summary>
    public string? ParentActivityInstanceId { get; init; }

    public required string RootInstanceId { get; init; }

    /// <summary>The item's place among those that one activity dispatched.</summary>
    public int ChildIndex { get; init; }

    public string? IdempotencyKey { get; init; }

    public string? TriggerActivityId { get; init; }

    public int IncidentCount { get; set; }

    public long LogSequence { get; set; }

    public long WorkSequence { get; set; }

    /// <summary>The optimistic version: counts checkpoints.</summary>
    public long Revision { get; set; }

    /// <summary>The host that executes it; if none does, the one that did last, which looks first when it is due again.</summary>
    public string? LeaseOwner { get; set; }

    /// <summary>Unset while no host executes it.</summary>
    public DateTimeOffset? LeaseUntil { get; set; }

    /// <summary>Counts the times that the lease changed hands; a checkpoint with an older number is refused.</summary>
    public long Fencing { get; set; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; set; }

    public DateTimeOffset? FinishedAt { get; set; }

    public long NextWork() => ++WorkSequence;
}
