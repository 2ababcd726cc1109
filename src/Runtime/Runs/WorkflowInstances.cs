using System.Text.Json.Nodes;
using Masterplan.Runtime.Authoring;
using Masterplan.Runtime.Execution;
using Masterplan.Runtime.Json;
using Masterplan.Runtime.Store;
using Microsoft.EntityFrameworkCore;

namespace Masterplan.Runtime.Runs;

/// <summary>Reads runs from the store.</summary>
internal sealed class WorkflowInstances(RuntimeStore store) : IWorkflowInstances
{
    private const int DeleteBatch = 200;
    private static readonly string[] PerInstance = ["InstanceParts", "Bookmarks", "WorkItems", "Journal", "ActivityExecutions", "Incidents"];

    public async Task<WorkflowInstance?> FindAsync(string instanceId, CancellationToken cancellationToken = default)
    {
        await using var context = store.Read();
        var row = await context.Instances.AsNoTracking().FirstOrDefaultAsync(candidate => candidate.Id == instanceId, cancellationToken);
        if (row is null)
            return null;
        var parts = await context.Parts.AsNoTracking().Where(part => part.InstanceId == instanceId).ToListAsync(cancellationToken);
        return InstanceQueries.Map(row) with
        {
            Input = Values(parts, PartKeys.Input),
            Output = Values(parts, PartKeys.Output),
            Variables = parts.Where(part => part.Key.StartsWith(PartKeys.VariablePrefix, StringComparison.Ordinal))
                .GroupBy(part => PartKeys.SplitVariable(part.Key).VariableId)
                .ToDictionary(group => group.Key, group => RuntimeJson.Deserialize<object?>(group.First().Json)),
        };
    }

    public async Task<WorkflowInstance> GetAsync(string instanceId, CancellationToken cancellationToken = default) =>
        await FindAsync(instanceId, cancellationToken) ?? throw new RunNotFoundException(instanceId);

    public async Task<Page<WorkflowInstance>> ListAsync(InstanceFilter filter, CancellationToken cancellationToken = default)
    {
        await using var context = store.Read();
        var query = InstanceSelection.Where(context.Instances.AsNoTracking(), filter);
        var total = await query.LongCountAsync(cancellationToken);
        // First which, then what: an index alone tells which stand on a page, however far down the list it is.
        var ids = await InstanceSelection.OrderBy(query, filter).Skip(filter.Skip).Take(filter.Take).Select(row => row.Id).ToListAsync(cancellationToken);
        var rows = await InstanceSelection.OrderBy(context.Instances.AsNoTracking().Where(row => ids.Contains(row.Id)), filter).ToListAsync(cancellationToken);
        return new Page<WorkflowInstance>(rows.ConvertAll(InstanceQueries.Map), total);
    }

    public async Task<Page<JournalEntry>> JournalAsync(string instanceId, long afterSequence = -1, int take = 1000, CancellationToken cancellationToken = default)
    {
        await using var context = store.Read();
        var query = context.Journal.AsNoTracking().Where(entry => entry.InstanceId == instanceId);
        var total = await query.LongCountAsync(cancellationToken);
        return new Page<JournalEntry>(await query.Where(entry => entry.Sequence > afterSequence).OrderBy(entry => entry.Sequence).Take(take).ToListAsync(cancellationToken), total);
    }

    public async Task<IReadOnlyList<ActivityExecutionRecord>> ExecutionsAsync(string instanceId, string? nodeId = null, CancellationToken cancellationToken = default)
    {
        await using var context = store.Read();
        return await context.Executions.AsNoTracking().Where(record => record.InstanceId == instanceId && (nodeId == null || record.NodeId == nodeId))
            .OrderBy(record => record.StartedAt).ToListAsync(cancellationToken);
    }

    public async Task<IReadOnlyList<Incident>> IncidentsAsync(string instanceId, bool includeDescendants = true, bool includeResolved = false, CancellationToken cancellationToken = default)
    {
        await using var context = store.Read();
        var ids = new List<string> { instanceId };
        if (includeDescendants)
            ids.AddRange((await TreeAsync(context, instanceId, cancellationToken)).Select(row => row.Id));
        return await context.Incidents.AsNoTracking().Where(incident => ids.Contains(incident.InstanceId) && (includeResolved || incident.ResolvedAt == null))
            .OrderBy(incident => incident.Timestamp).ToListAsync(cancellationToken);
    }

    public async Task<IReadOnlyList<Incident>> OpenIncidentsAsync(CancellationToken cancellationToken = default)
    {
        await using var context = store.Read();
        return await context.Incidents.AsNoTracking().Where(incident => incident.ResolvedAt == null).OrderBy(incident => incident.Timestamp).ToListAsync(cancellationToken);
    }

    public async Task<IReadOnlyList<WorkflowInstance>> DescendantsAsync(string instanceId, CancellationToken cancellationToken = default)
    {
        await using var context = store.Read();
        return (await TreeAsync(context, instanceId, cancellationToken)).ConvertAll(InstanceQueries.Map);
    }

    public async Task<IReadOnlyList<Bookmark>> BookmarksAsync(string instanceId, CancellationToken cancellationToken = default)
    {
        await using var context = store.Read();
        var rows = await context.Bookmarks.AsNoTracking().Where(row => row.InstanceId == instanceId).OrderBy(row => row.CreatedAt).ToListAsync(cancellationToken);
        return rows.ConvertAll(row => row.ToBookmark());
    }

    public async Task<JsonObject?> StateAsync(string instanceId, CancellationToken cancellationToken = default)
    {
        await using var context = store.Read();
        var row = await context.Instances.AsNoTracking().FirstOrDefaultAsync(candidate => candidate.Id == instanceId, cancellationToken);
        if (row is null)
            return null;
        var parts = await context.Parts.AsNoTracking().Where(part => part.InstanceId == instanceId).ToListAsync(cancellationToken);
        var bookmarks = await context.Bookmarks.AsNoTracking().Where(bookmark => bookmark.InstanceId == instanceId).ToListAsync(cancellationToken);
        var incidents = await context.Incidents.AsNoTracking().Where(incident => incident.InstanceId == instanceId).ToListAsync(cancellationToken);
        return WorkflowStateJson.Of(row, parts, bookmarks, incidents);
    }

    public async Task<int> DeleteAsync(IReadOnlyCollection<string> instanceIds, CancellationToken cancellationToken = default)
    {
        var deleted = 0;
        foreach (var batch in instanceIds.Chunk(DeleteBatch))
            deleted += await store.WriteAsync(session => batch.Sum(id => Delete(session, id)));
        return deleted;
    }

    /// <summary>The descendants, level by level, oldest first.</summary>
    internal static async Task<List<InstanceRow>> TreeAsync(RuntimeDbContext context, string instanceId, CancellationToken cancellationToken)
    {
        var found = new List<InstanceRow>();
        var parents = new List<string?> { instanceId };
        while (parents.Count > 0)
        {
            var level = await context.Instances.AsNoTracking().Where(row => parents.Contains(row.ParentInstanceId)).OrderBy(row => row.CreatedAt).ToListAsync(cancellationToken);
            found.AddRange(level);
            parents = level.ConvertAll(row => (string?)row.Id);
        }

        return found;
    }

    private static int Delete(WriteSession session, string id)
    {
        if (session.Execute("DELETE FROM Instances WHERE Id=@p0 AND Status=1", id) == 0)
            return 0;
        foreach (var table in PerInstance)
            session.Execute($"DELETE FROM {table} WHERE InstanceId=@p0", id);
        return 1;
    }

    private static Dictionary<string, object?> Values(List<InstancePart> parts, string key) =>
        parts.Find(part => part.Key == key) is { } part ? RuntimeJson.Deserialize<Dictionary<string, object?>>(part.Json)! : [];
}
