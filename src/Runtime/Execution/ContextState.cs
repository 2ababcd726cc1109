using Masterplan.Runtime.Authoring;

namespace Masterplan.Runtime.Execution;

/// <summary>What is persisted of one activity execution while it is under way.</summary>
internal sealed class ContextState
{
    public required string Id { get; init; }

    public string? ParentId { get; init; }

    public required string NodeId { get; init; }

    /// <summary>Its place in the instance's queue while pending.</summary>
    public long Sequence { get; set; }

    public ActivityStatus Status { get; set; }

    /// <summary>The owner's method that is called when this execution completes.</summary>
    public string? CompletionCallback { get; init; }

    public object? Tag { get; init; }

    public Dictionary<string, object?>? Input { get; init; }

    public Dictionary<string, object?>? Properties { get; set; }

    public Dictionary<string, object?>? Metadata { get; set; }

    public DateTimeOffset? StartedAt { get; set; }

    public int ExecutionCount { get; set; }

    /// <summary>How often a person had it retried after an incident.</summary>
    public int Retries { get; set; }
}
