using Masterplan.Activities.Clusters.Planning;

namespace Masterplan.Activities.Clusters.Maintenance;

[Activity("Masterplan", "Clusters", "Finds the clusters of which a maintenance window is open now. One that has a run under way is left to the next look.", DisplayName = "Find open windows")]
public sealed class FindOpenWindows : FindClusters
{
    protected override Task<bool> IsDueAsync(ActivityExecutionContext context, ClusterPlan plan, DateTimeOffset now, CancellationToken cancellationToken) =>
        Task.FromResult(Enum.GetValues<NodeRole>().Any(role => MaintenanceWindow.Open(plan.Spec.Maintenance, role, now) is not null));
}
