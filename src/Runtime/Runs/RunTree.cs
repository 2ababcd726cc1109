using Masterplan.Runtime.Authoring;

namespace Masterplan.Runtime.Runs;

/// <summary>A run with all that it dispatched, read at one time.</summary>
public sealed record RunTree
{
    /// <summary>The run first, then what it dispatched, oldest first; each with its input.</summary>
    public required IReadOnlyList<WorkflowInstance> Instances { get; init; }

    /// <summary>Oldest first.</summary>
    public required IReadOnlyList<ActivityExecutionRecord> Executions { get; init; }

    /// <summary>The journal's lines that were asked for, in each instance's order.</summary>
    public required IReadOnlyList<JournalEntry> Journal { get; init; }

    /// <summary>What a clock will resume.</summary>
    public required IReadOnlyList<Bookmark> Due { get; init; }

    /// <summary>Open and resolved ones, oldest first.</summary>
    public required IReadOnlyList<Incident> Incidents { get; init; }
}
