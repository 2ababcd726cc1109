using Masterplan.Activities.Steps;

namespace Masterplan.Activities.Cloud;

[Activity("Masterplan", "Cloud", "Asks the cloud, before anything is made, whether the plan can be built: credentials, zone, instance types, quotas.", DisplayName = "Check cloud")]
public sealed class PreflightCloud : ClusterActivity
{
    protected override async Task<Progress> AttemptAsync(ClusterScope scope)
    {
        await scope.Context.GetRequiredService<PlanChecks>().CheckAsync(scope.Plan, scope.CancellationToken);
        return Progress.Done;
    }
}
