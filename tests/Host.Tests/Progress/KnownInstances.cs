using System.Text.Json.Nodes;
using Masterplan.Runtime.Authoring;
using Masterplan.Runtime.Runs;

namespace Masterplan.Host.Tests.Progress;

/// <summary>Instances by id, each with its input; nothing else can be asked.</summary>
internal sealed class KnownInstances(params WorkflowInstance[] known) : IWorkflowInstances
{
    public Task<WorkflowInstance?> FindAsync(string instanceId, CancellationToken cancellationToken = default) => Task.FromResult(known.FirstOrDefault(instance => instance.Id == instanceId));

    public Task<WorkflowInstance> GetAsync(string instanceId, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<Page<WorkflowInstance>> ListAsync(InstanceFilter filter, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<Page<JournalEntry>> JournalAsync(string instanceId, long afterSequence = -1, int take = 1000, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<IReadOnlyList<ActivityExecutionRecord>> ExecutionsAsync(string instanceId, string? nodeId = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<IReadOnlyList<Incident>> IncidentsAsync(string instanceId, bool includeDescendants = true, bool includeResolved = false, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<IReadOnlyList<Incident>> OpenIncidentsAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<IReadOnlyList<WorkflowInstance>> DescendantsAsync(string instanceId, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<IReadOnlyList<Bookmark>> BookmarksAsync(string instanceId, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<JsonObject?> StateAsync(string instanceId, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<int> DeleteAsync(IReadOnlyCollection<string> instanceIds, CancellationToken cancellationToken = default) => throw new NotSupportedException();
}
