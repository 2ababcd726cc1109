using Masterplan.Runtime.Store;
using Microsoft.EntityFrameworkCore;

namespace Masterplan.Runtime.Runs;

internal sealed partial class WorkflowRuntime
{
    private async Task ResolveAsync(WorkItemKind kind, string instanceId, string? incidentId, CancellationToken cancellationToken)
    {
        var tree = await UnfinishedTreeAsync(instanceId, cancellationToken);
        var members = tree.ConvertAll(row => row.Id);
        await using var context = store.Read();
        var incidents = await context.Incidents.AsNoTracking()
            .Where(incident => incident.ResolvedAt == null && members.Contains(incident.InstanceId) && (incidentId == null || incident.Id == incidentId))
            .ToListAsync(cancellationToken);
        if (incidents.Count == 0)
            throw await NothingOpenAsync(context, kind, instanceId, incidentId, cancellationToken);
        var items = incidents.ConvertAll(incident => Item(incident.InstanceId, kind, incident.ActivityInstanceId));
        await store.WriteAsync(session =>
        {
            CheckUnresolved(session, instanceId, incidents, items);
            return items.Sum(item => session.Execute(CheckpointStatements.WorkItem(item)));
        });
        foreach (var item in items)
            queue.Signal(item.InstanceId);
    }

    /// <summary>Of two people who act on an incident at once, at this host or at two, the first wins and the second is told.</summary>
    private static void CheckUnresolved(WriteSession session, string instanceId, List<Incident> incidents, List<WorkItemRow> items)
    {
        session.Exclude($"incidents of {instanceId}");
        foreach (var (incident, item) in incidents.Zip(items))
        {
            if (session.IsRepeat && session.Scalar("SELECT Id FROM WorkItems WHERE Id=@p0", item.Id) is not null)
                continue;
            if (session.Scalar("SELECT Kind FROM WorkItems WHERE InstanceId=@p0 AND TargetId=@p1", item.InstanceId, item.TargetId) is { } asked)
                throw new RunStateException(instanceId, $"Nothing was done: someone else has just asked to {((WorkItemKind)Convert.ToInt32(asked)).ToString().ToLowerInvariant()} the same step of run '{instanceId}'. Look at it again.");
            if (session.Scalar("SELECT Id FROM Incidents WHERE Id=@p0 AND ResolvedAt IS NULL", incident.Id) is null)
                throw new RunStateException(instanceId, $"Nothing was done: someone else has just resolved the incident of run '{instanceId}'. Look at it again.");
        }
    }

    private static async Task<RunStateException> NothingOpenAsync(RuntimeDbContext context, WorkItemKind kind, string instanceId, string? incidentId, CancellationToken cancellationToken)
    {
        var last = await context.Incidents.AsNoTracking().Where(incident => incident.RootInstanceId == instanceId && incident.ResolvedAt != null)
            .OrderByDescending(incident => incident.ResolvedAt).FirstOrDefaultAsync(cancellationToken);
        var happened = last is null ? "" : $" That of '{last.DisplayName}' was {last.Resolution?.ToLowerInvariant()} at {last.ResolvedAt:u}.";
        return new RunStateException(instanceId, incidentId is null
            ? $"Run '{instanceId}' has no open incident, neither in itself nor in what it dispatched, so there is nothing to {kind.ToString().ToLowerInvariant()}.{happened}"
            : $"Run '{instanceId}' has no open incident '{incidentId}'.{happened}");
    }
}
