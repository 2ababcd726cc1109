using Masterplan.Activities.Clusters;
using Masterplan.Activities.Clusters.Maintenance;
using Masterplan.Activities.Clusters.Planning;

namespace Masterplan.Activities.Etcd.Backups;

[Activity("Masterplan", "etcd", "Finds the clusters whose last backup is older than their spec allows. One that is not built yet, or has a run under way, is left to the next look.", DisplayName = "Find due backups")]
public sealed class FindDueBackups : FindClusters
{
    protected override async Task<bool> IsDueAsync(ActivityExecutionContext context, ClusterPlan plan, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (plan.Spec.Backup.EveryHours == 0)
            return false;
        var built = (await context.GetRequiredService<ClusterRegistry>().NodesAsync(plan.Name, cancellationToken)).Where(node => node.ConfiguredAt is not null).Select(node => node.Name).ToHashSet(StringComparer.Ordinal);
        if (!plan.Masters.All(master => built.Contains(master.Name)))
            return false;
        var last = await context.GetRequiredService<EtcdBackups>().NewestAsync(plan.Name, cancellationToken);
        return last is null || last.TakenAt.AddHours(plan.Spec.Backup.EveryHours) <= now;
    }
}
