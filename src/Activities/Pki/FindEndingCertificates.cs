using Masterplan.Activities.Clusters.Maintenance;
using Masterplan.Activities.Clusters.Planning;

namespace Masterplan.Activities.Pki;

[Activity("Masterplan", "Certificates", "Finds the clusters whose certificates are to be renewed: in the masters' maintenance window, or at any time once a week is left. One that has a run under way is left to the next look.", DisplayName = "Find ending certificates")]
public sealed class FindEndingCertificates : FindClusters
{
    /// <summary>With less left, no window is waited for.</summary>
    private static readonly TimeSpan Urgent = TimeSpan.FromDays(7);

    [Input(DisplayName = "Renew before", Description = "A certificate that is valid for less than this is to be renewed.", DefaultValue = "30.00:00:00")]
    public Input<TimeSpan> RenewBefore { get; set; } = new(IssueCertificate.UsualRenewBefore);

    protected override Task<bool> IsDueAsync(ActivityExecutionContext context, ClusterPlan plan, DateTimeOffset now, CancellationToken cancellationToken) => Task.FromResult(
        context.GetRequiredService<CertificateInventory>().Shortest(plan) is { } left
        && left <= context.Get(RenewBefore)
        && (left <= Urgent || MaintenanceWindow.Open(plan.Spec.Maintenance, NodeRole.Master, now) is not null));
}
