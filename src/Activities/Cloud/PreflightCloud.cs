using Masterplan.Activities.Clusters;
using Masterplan.Activities.Clusters.Ledger;
using Masterplan.Activities.Steps;

namespace Masterplan.Activities.Cloud;

[Activity("Masterplan", "Cloud", "Asks the cloud, before anything is made, whether the plan can be built: credentials, zone, instance types, quotas.", DisplayName = "Check cloud")]
public sealed class PreflightCloud : ClusterActivity
{
    protected override async Task<Progress> AttemptAsync(ClusterScope scope)
    {
        var spec = scope.Plan.Spec;
        var held = await scope.Ledger.ListAsync(scope.Cluster, scope.CancellationToken);
        var faults = CloudPreflight.Check(
            scope.Plan,
            await scope.Cloud.Zones.ListAsync(scope.CancellationToken),
            await scope.Cloud.InstanceTypes.ListAsync(scope.CancellationToken),
            await scope.Cloud.Quotas.ListAsync(scope.CancellationToken),
            held.Count(entry => entry is { Kind: ResourceKinds.Instance, IsMade: true }),
            held.Count(entry => entry is { Kind: ResourceKinds.ElasticIp, IsMade: true })).ToList();
        if (!scope.Context.GetRequiredService<IClouds>().IsRehearsal && spec.Access.OperatorCidrs.All(cidr => cidr.StartsWith("127.", StringComparison.Ordinal)))
            faults.Add(new("access.operatorCidrs", "Only loopback may reach the nodes over SSH, so nobody could; write the network that this program runs in."));
        return faults.Count == 0 ? Progress.Done : throw new ConfigurationException($"The plan of cluster '{scope.Cluster}'", faults);
    }
}
