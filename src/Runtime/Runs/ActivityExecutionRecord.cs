using Masterplan.Runtime.Authoring;

namespace Masterplan.Runtime.Runs;

/// <summary>One execution of one activity, as stored.</summary>
public sealed record ActivityExecutionRecord
{
    public required string Id { get; init; }

    public required string InstanceId { get; init; }

    public string? ParentId { get; init; }

    public required string ActivityId { get; init; }

    public required string NodeId { get; init; }

    public required string ActivityType { get; init; }

    public int ActivityTypeVersion { get; init; }

    public string? ActivityName { get; init; }

    public required string DisplayName { get; init; }

    public ActivityStatus Status { get; init; }

    public bool HasBookmarks { get; init; }

    public int ExecutionCount { get; init; }

    public DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset? CompletedAt { get; init; }

    /// <summary>The evaluated inputs as JSON, without those that may hold secrets.</summary>
    public string? Inputs { get; init; }

    /// <summary>The outputs as JSON.</summary>
    public string? Outputs { get; init; }

    /// <summary>The journal data as JSON.</summary>
    public string? Payload { get; init; }

    /// <summary>The outcomes under which it ended, as a JSON array.</summary>
    public string? Outcomes { get; init; }

    /// <summary>Type, message and stack trace as JSON, of an execution that faulted.</summary>
    public string? Exception { get; init; }
}
