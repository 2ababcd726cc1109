namespace Masterplan.Runtime.Runs;

/// <summary>Reads what the store knows about runs.</summary>
public interface IWorkflowInstances
{
    /// <summary>The instance with its input, output and variables; null if there is none.</summary>
    Task<WorkflowInstance?> FindAsync(string instanceId, CancellationToken cancellationToken = default);

    /// <summary>As <see cref="FindAsync"/>, but an unknown id fails with <see cref="RunNotFoundException"/>.</summary>
    Task<WorkflowInstance> GetAsync(string instanceId, CancellationToken cancellationToken = default);

    Task<Page<WorkflowInstance>> ListAsync(InstanceFilter filter, CancellationToken cancellationToken = default);

    /// <summary>The journal from its start, or after a sequence number.</summary>
    Task<Page<JournalEntry>> JournalAsync(string instanceId, long afterSequence = -1, int take = 1000, CancellationToken cancellationToken = default);

    /// <summary>The executions of activities, oldest first; of one activity if its node id is given.</summary>
    Task<IReadOnlyList<ActivityExecutionRecord>> ExecutionsAsync(string instanceId, string? nodeId = null, CancellationToken cancellationToken = default);

    /// <summary>The incidents of the instance and, if wanted, of everything that it dispatched; open ones only unless asked otherwise.</summary>
    Task<IReadOnlyList<Incident>> IncidentsAsync(string instanceId, bool includeDescendants = true, bool includeResolved = false, CancellationToken cancellationToken = default);

    /// <summary>Every open incident of the store.</summary>
    Task<IReadOnlyList<Incident>> OpenIncidentsAsync(CancellationToken cancellationToken = default);

    /// <summary>Everything that the instance dispatched, directly or not, oldest first, without the instance itself.</summary>
    Task<IReadOnlyList<WorkflowInstance>> DescendantsAsync(string instanceId, CancellationToken cancellationToken = default);

    Task<IReadOnlyList<Authoring.Bookmark>> BookmarksAsync(string instanceId, CancellationToken cancellationToken = default);

    /// <summary>The instance's state in the shape of Elsa's <c>workflowState</c>.</summary>
    Task<System.Text.Json.Nodes.JsonObject?> StateAsync(string instanceId, CancellationToken cancellationToken = default);

    /// <summary>Deletes finished instances with all that belongs to them; answers with their number.</summary>
    Task<int> DeleteAsync(IReadOnlyCollection<string> instanceIds, CancellationToken cancellationToken = default);
}
