using System.Text.Json.Serialization;

namespace Masterplan.Host.Runs;

/// <summary>A step of a run, on one node or for the cluster as a whole.</summary>
internal sealed record RunStep
{
    /// <summary>The node, or the cluster's name.</summary>
    public required string Node { get; init; }

    public required string Name { get; init; }

    /// <summary><c>running</c>, <c>completed</c>, <c>canceled</c> or <c>faulted</c>.</summary>
    public required string Status { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset? CompletedAt { get; init; }

    /// <summary>Its failed attempts and waits, in order.</summary>
    public required IReadOnlyList<string> Attempts { get; init; }

    /// <summary>How many attempts were begun.</summary>
    public int Tries { get; init; }

    /// <summary>The last error; unset if the last attempt met none.</summary>
    public string? Error { get; init; }

    /// <summary>What it waits for; unset if it waits for nothing.</summary>
    public string? Waiting { get; init; }

    /// <summary>When the next attempt is due; unset if none is.</summary>
    public DateTimeOffset? NextAttemptAt { get; init; }

    public required string Instance { get; init; }

    public required string Execution { get; init; }

    [JsonIgnore]
    public bool IsUnderWay => CompletedAt is null && Status == "running";
}
