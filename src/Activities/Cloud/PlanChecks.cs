using Masterplan.Activities.Clusters;
using Masterplan.Activities.Clusters.Ledger;
using Masterplan.Activities.Clusters.Planning;

namespace Masterplan.Activities.Cloud;

/// <summary>Asks a cloud whether a plan can be built on it: credentials, zone, instance types, quotas.</summary>
public sealed class PlanChecks(IClouds clouds, ResourceLedger ledger)
{
    /// <exception cref="ConfigurationException">It cannot; holds every reason.</exception>
    /// <exception cref="Exoscale.ExoscaleException">The cloud could not be asked.</exception>
    public async Task CheckAsync(ClusterPlan plan, CancellationToken cancellationToken = default)
    {
        var cloud = clouds.Zone(plan.Spec.Zone);
        var held = await ledger.ListAsync(plan.Name, cancellationToken);
        var faults = CloudPreflight.Check(
            plan,
            await cloud.Zones.ListAsync(cancellationToken),
            await cloud.InstanceTypes.ListAsync(cancellationToken),
            await cloud.Quotas.ListAsync(cancellationToken),
            held.Count(entry => entry is { Kind: ResourceKinds.Instance, IsMade: true }),
            held.Count(entry => entry is { Kind: ResourceKinds.ElasticIp, IsMade: true })).ToList();
        if (!clouds.IsRehearsal && plan.Spec.Access.OperatorCidrs.All(cidr => cidr.StartsWith("127.", StringComparison.Ordinal)))
            faults.Add(new("access.operatorCidrs", "Only loopback may reach the nodes over SSH, so nobody could; write the network that this program runs in."));
        if (faults.Count > 0)
            throw new ConfigurationException($"The plan of cluster '{plan.Name}'", faults);
    }
}
