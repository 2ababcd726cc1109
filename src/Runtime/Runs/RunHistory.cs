using Masterplan.Runtime.Authoring;
using Masterplan.Runtime.Execution;
using Masterplan.Runtime.Json;
using Masterplan.Runtime.Store;
using Microsoft.EntityFrameworkCore;

namespace Masterplan.Runtime.Runs;

/// <summary>Reads journal and executions from the store.</summary>
internal sealed class RunHistory(RuntimeStore store) : IRunHistory
{
    public async Task<Page<JournalEntry>> JournalAsync(string instanceId, JournalFilter filter, int skip, int take, CancellationToken cancellationToken = default)
    {
        await using var context = store.Read();
        var query = context.Journal.AsNoTracking().Where(entry => entry.InstanceId == instanceId);
        if (filter.ActivityIds.Count > 0) query = query.Where(entry => filter.ActivityIds.Contains(entry.ActivityId));
        if (filter.NodeIds.Count > 0) query = query.Where(entry => filter.NodeIds.Contains(entry.NodeId));
        if (filter.ExcludedActivityTypes.Count > 0) query = query.Where(entry => !filter.ExcludedActivityTypes.Contains(entry.ActivityType));
        if (filter.EventNames.Count > 0) query = query.Where(entry => filter.EventNames.Contains(entry.EventName));
        var total = await query.LongCountAsync(cancellationToken);
        return new Page<JournalEntry>(await query.OrderBy(entry => entry.Sequence).Skip(skip).Take(take).ToListAsync(cancellationToken), total);
    }

    public async Task<JournalEntry?> LastEntryAsync(string instanceId, string activityId, CancellationToken cancellationToken = default)
    {
        await using var context = store.Read();
        return await context.Journal.AsNoTracking().Where(entry => entry.InstanceId == instanceId && entry.ActivityId == activityId)
            .OrderByDescending(entry => entry.Sequence).FirstOrDefaultAsync(cancellationToken);
    }

    public async Task<IReadOnlyList<ActivityExecutionRecord>> ExecutionsAsync(ExecutionFilter filter, CancellationToken cancellationToken = default)
    {
        await using var context = store.Read();
        return await Where(context.Executions.AsNoTracking(), filter).OrderBy(record => record.StartedAt).ThenBy(record => record.NodeId).ToListAsync(cancellationToken);
    }

    public async Task<int> CountExecutionsAsync(ExecutionFilter filter, CancellationToken cancellationToken = default)
    {
        await using var context = store.Read();
        return await Where(context.Executions, filter).CountAsync(cancellationToken);
    }

    public async Task<ActivityExecutionRecord?> FindExecutionAsync(string id, CancellationToken cancellationToken = default)
    {
        await using var context = store.Read();
        return await context.Executions.AsNoTracking().FirstOrDefaultAsync(record => record.Id == id, cancellationToken);
    }

    public async Task<IReadOnlyList<ActivityStats>> StatsAsync(string instanceId, IReadOnlyCollection<string> nodeIds, CancellationToken cancellationToken = default)
    {
        await using var context = store.Read();
        return await context.Executions
            .Where(record => record.InstanceId == instanceId && (nodeIds.Count == 0 || nodeIds.Contains(record.NodeId)))
            .GroupBy(record => new { record.ActivityId, record.NodeId })
            .Select(group => new ActivityStats
            {
                ActivityId = group.Key.ActivityId,
                ActivityNodeId = group.Key.NodeId,
                StartedCount = group.Count(),
                CompletedCount = group.Sum(record => record.Status == ActivityStatus.Completed ? 1 : 0),
                IsBlocked = group.Sum(record => record.HasBookmarks ? 1 : 0) > 0,
                IsFaulted = group.Sum(record => record.Status == ActivityStatus.Faulted ? 1 : 0) > 0,
                AggregateFaultCount = group.Sum(record => record.Status == ActivityStatus.Faulted ? 1 : 0),
            })
            .ToListAsync(cancellationToken);
    }

    public async Task<RunTree> TreeAsync(string instanceId, IReadOnlyCollection<string> eventNames, CancellationToken cancellationToken = default)
    {
        await using var context = store.Read();
        await using var snapshot = await store.SnapshotAsync(context, cancellationToken);
        var run = await context.Instances.AsNoTracking().FirstOrDefaultAsync(row => row.Id == instanceId, cancellationToken) ?? throw new RunNotFoundException(instanceId);
        var rows = (await WorkflowInstances.TreeAsync(context, instanceId, cancellationToken)).Prepend(run).ToList();
        var ids = rows.ConvertAll(row => row.Id);
        var inputs = await context.Parts.AsNoTracking().Where(part => ids.Contains(part.InstanceId) && part.Key == PartKeys.Input).ToDictionaryAsync(part => part.InstanceId, part => part.Json, cancellationToken);
        var due = await context.Bookmarks.AsNoTracking().Where(bookmark => ids.Contains(bookmark.InstanceId) && bookmark.DueAt != null).ToListAsync(cancellationToken);
        return new RunTree
        {
            Instances = rows.ConvertAll(row => InstanceQueries.Map(row) with { Input = inputs.TryGetValue(row.Id, out var json) ? RuntimeJson.Deserialize<Dictionary<string, object?>>(json)! : [] }),
            Executions = await context.Executions.AsNoTracking().Where(record => ids.Contains(record.InstanceId)).OrderBy(record => record.StartedAt).ToListAsync(cancellationToken),
            Journal = await context.Journal.AsNoTracking().Where(entry => ids.Contains(entry.InstanceId) && eventNames.Contains(entry.EventName)).OrderBy(entry => entry.Sequence).ToListAsync(cancellationToken),
            Due = due.ConvertAll(row => row.ToBookmark()),
            Incidents = await context.Incidents.AsNoTracking().Where(incident => ids.Contains(incident.InstanceId)).OrderBy(incident => incident.Timestamp).ToListAsync(cancellationToken),
        };
    }

    public async Task<IReadOnlyList<JournalLine>> LinesAsync(string rootInstanceId, long afterPosition, int take, CancellationToken cancellationToken = default)
    {
        await using var context = store.Read();
        var rows = await context.Database.SqlQueryRaw<StoredLine>(store.Engine.JournalLines, rootInstanceId, afterPosition, take).ToListAsync(cancellationToken);
        return rows.ConvertAll(row => new JournalLine(
            row.Position, row.InstanceId, row.EventName, row.Message, row.ActivityInstanceId, row.ActivityId, row.ActivityType, row.DisplayName ?? row.ActivityId, new DateTimeOffset(row.Timestamp, TimeSpan.Zero)));
    }

    private static IQueryable<ActivityExecutionRecord> Where(IQueryable<ActivityExecutionRecord> records, ExecutionFilter filter)
    {
        records = records.Where(record => record.InstanceId == filter.InstanceId);
        if (filter.NodeId is { } node) records = records.Where(record => record.NodeId == node);
        return filter.IsCompleted is { } isCompleted ? records.Where(record => record.CompletedAt != null == isCompleted) : records;
    }

    // The table has times in ticks.
    private sealed record StoredLine(long Position, string InstanceId, string EventName, string? Message, string ActivityInstanceId, string ActivityId, string ActivityType, string? DisplayName, long Timestamp);
}
