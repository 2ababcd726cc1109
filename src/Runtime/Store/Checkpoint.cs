using Masterplan.Runtime.Authoring;
using Masterplan.Runtime.Runs;
using Masterplan.Runtime.Triggers;

namespace Masterplan.Runtime.Store;

/// <summary>Everything that one step of an instance changed: written in one transaction, or not at all.</summary>
internal sealed class Checkpoint(InstanceRow instance)
{
    public InstanceRow Instance { get; } = instance;

    /// <summary>Parts to write, by key; null deletes.</summary>
    public Dictionary<string, string?> Parts { get; } = [];

    public List<WorkflowExecutionLogEntry> Journal { get; } = [];

    public Dictionary<string, ActivityExecutionContext> Executions { get; } = [];

    public List<Bookmark> NewBookmarks { get; } = [];

    public List<string> DeletedBookmarks { get; } = [];

    public List<Incident> NewIncidents { get; } = [];

    /// <summary>Open incidents that end: by activity execution, with the resolution.</summary>
    public List<(string ActivityInstanceId, string Resolution)> Resolved { get; } = [];

    public List<string> ResolveIncidentsOf { get; } = [];

    public List<NewInstance> Children { get; } = [];

    /// <summary>Activity executions whose unfinished children are to be cancelled.</summary>
    public List<string> CancelChildrenOf { get; } = [];

    /// <summary>True cancels every unfinished child of the instance.</summary>
    public bool CancelAllChildren { get; set; }

    public List<WorkItemRow> WorkItems { get; } = [];

    public List<string> DoneWorkItems { get; } = [];

    public List<PublishedEvent> PublishedEvents { get; } = [];

    public List<RunEvent> Events { get; } = [];

    /// <summary>True gives the lease back with this checkpoint.</summary>
    public bool Release { get; set; }

    /// <summary>Filled by the store: other instances that have something to do after this commit.</summary>
    public List<string> Signals { get; } = [];

    /// <summary>Filled by the store: what became of the published events.</summary>
    public List<EventOutcome> Published { get; } = [];

    /// <summary>The keys that the store has; a part that was never stored need not be deleted.</summary>
    public HashSet<string> StoredParts { get; init; } = [];

    public void DeletePart(string key)
    {
        if (StoredParts.Contains(key))
            Parts[key] = null;
        else
            Parts.Remove(key);
    }
}
