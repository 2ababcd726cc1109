using Masterplan.Activities.Steps;

namespace Masterplan.Activities.Clusters.Locks;

[Activity("Masterplan", "Clusters", "Gives the cluster's disruption lock back.", DisplayName = "Give lock back")]
public sealed class ReleaseDisruptionLock : ClusterActivity
{
    protected override async Task<Progress> AttemptAsync(ClusterScope scope)
    {
        await scope.DisruptionLock.ReleaseAsync(scope.Cluster, scope.Run, scope.CancellationToken);
        return Progress.Done;
    }
}
