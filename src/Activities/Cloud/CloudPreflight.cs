using Masterplan.Activities.Clusters;
using Masterplan.Activities.Clusters.Planning;
using Masterplan.Exoscale.InstanceTypes;
using Masterplan.Exoscale.Quotas;
using Masterplan.Exoscale.Zones;

namespace Masterplan.Activities.Cloud;

/// <summary>Compares a plan with what a cloud offers: a pure function.</summary>
public static class CloudPreflight
{
    public static IEnumerable<ConfigurationFault> Check(
        ClusterPlan plan, IReadOnlyList<Zone> zones, IReadOnlyList<InstanceType> types, IReadOnlyList<Quota> quotas, int instancesHeld, int elasticIpsHeld) =>
        [.. Zone(plan, zones), .. Types(plan, types), .. Quotas(plan, quotas, instancesHeld, elasticIpsHeld)];

    private static IEnumerable<ConfigurationFault> Zone(ClusterPlan plan, IReadOnlyList<Zone> zones)
    {
        if (zones.All(zone => zone.Name != plan.Spec.Zone))
            yield return new("zone", $"The cloud has no zone '{plan.Spec.Zone}'; it has {string.Join(", ", zones.Select(zone => zone.Name))}.");
    }

    private static IEnumerable<ConfigurationFault> Types(ClusterPlan plan, IReadOnlyList<InstanceType> types)
    {
        foreach (var (path, pool) in new[] { ("masters.instanceType", plan.Spec.Masters), ("workers.instanceType", plan.Spec.Workers) })
        {
            var wanted = pool.InstanceType.Contains('.') ? pool.InstanceType : $"standard.{pool.InstanceType}";
            var type = types.FirstOrDefault(type => type.Name == wanted);
            if (type is null)
                yield return new(path, $"The cloud has no instance type '{wanted}'; of the same family it has {string.Join(", ", types.Where(other => wanted.StartsWith(other.Family + '.', StringComparison.Ordinal)).Select(other => other.Name).DefaultIfEmpty("none"))}.");
            else if (!type.Authorized || (type.Zones.Count > 0 && !type.Zones.Contains(plan.Spec.Zone)))
                yield return new(path, $"Instance type '{wanted}' is not open to this account in zone '{plan.Spec.Zone}'.");
            else if (type.Memory < 2L << 30)
                yield return new(path, $"Instance type '{wanted}' has {type.Memory >> 20} MiB of memory; a node needs 2048 at least.");
        }
    }

    private static IEnumerable<ConfigurationFault> Quotas(ClusterPlan plan, IReadOnlyList<Quota> quotas, int instancesHeld, int elasticIpsHeld)
    {
        foreach (var (path, resource, needed) in new[]
        {
            ("workers.count", "instance", plan.AllNodes.Count() - instancesHeld),
            ("", "elastic-ip", 1 - elasticIpsHeld),
        })
        {
            if (quotas.FirstOrDefault(quota => quota.Resource == resource) is { } quota && quota.Free < needed)
                yield return new(path, $"The quota of '{resource}' is {quota.Limit} with {quota.Usage} in use, and {needed} more are needed. Have it raised, or plan less.");
        }
    }
}
