namespace Masterplan.Runtime.Runs;

/// <summary>Reads what happened in an instance, as the designer's viewer asks for it.</summary>
public interface IRunHistory
{
    /// <summary>A part of the journal, in its order.</summary>
    Task<Page<JournalEntry>> JournalAsync(string instanceId, JournalFilter filter, int skip, int take, CancellationToken cancellationToken = default);

    Task<JournalEntry?> LastEntryAsync(string instanceId, string activityId, CancellationToken cancellationToken = default);

    /// <summary>Oldest first.</summary>
    Task<IReadOnlyList<ActivityExecutionRecord>> ExecutionsAsync(ExecutionFilter filter, CancellationToken cancellationToken = default);

    Task<int> CountExecutionsAsync(ExecutionFilter filter, CancellationToken cancellationToken = default);

    Task<ActivityExecutionRecord?> FindExecutionAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>One for each of the nodes that has run; for all of them if no node is named.</summary>
    Task<IReadOnlyList<ActivityStats>> StatsAsync(string instanceId, IReadOnlyCollection<string> nodeIds, CancellationToken cancellationToken = default);

    /// <summary>A run with all that it dispatched, and of their journals the lines with these event names.</summary>
    /// <exception cref="RunNotFoundException">No run has the id.</exception>
    Task<RunTree> TreeAsync(string instanceId, IReadOnlyCollection<string> eventNames, CancellationToken cancellationToken = default);

    /// <summary>The journal's lines of a run and all that it dispatched, after a position, in the order in which they were stored. Only for a run that no other dispatched.</summary>
    Task<IReadOnlyList<JournalLine>> LinesAsync(string rootInstanceId, long afterPosition, int take, CancellationToken cancellationToken = default);
}
