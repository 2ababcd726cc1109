using Masterplan.Activities.Clusters;
using Masterplan.Activities.Clusters.Ledger;
using Masterplan.Activities.Clusters.Planning;

namespace Masterplan.Host.Clusters;

/// <summary>Compares what clusters shall be with the resources that they have.</summary>
internal sealed class BootstrapPreviews(IServiceProvider services, ResourceLedger ledger)
{
    /// <param name="cluster">The cluster's name.</param>
    /// <param name="spec">Its spec, in YAML; empty for the one known, or the defaults.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ConfigurationException">Holds every fault for which a bootstrap would be refused.</exception>
    public async Task<BootstrapPreview> ReadAsync(string cluster, string spec, CancellationToken cancellationToken)
    {
        var plan = await ClusterChecks.BootstrapAsync(services, cluster, spec, workers: 0, cancellationToken);
        var held = (await ledger.ListAsync(cluster, cancellationToken)).Where(entry => entry.IsMade).Select(entry => $"{entry.Kind} {entry.Name}").ToHashSet(StringComparer.Ordinal);
        var missing = Resources(plan).Where(resource => !held.Contains(resource)).ToList();
        return new(plan.Name, plan.Spec.Zone, plan.Spec.Kubernetes.Version, plan.Masters.Count, plan.Workers.Count, missing, ExpectedWaits.Chain(plan, missing.Count > 0));
    }

    private static IEnumerable<string> Resources(ClusterPlan plan) =>
    [
        $"{ResourceKinds.Template} {plan.TemplateName}",
        $"{ResourceKinds.SshKey} {plan.SshKeyName}",
        $"{ResourceKinds.ElasticIp} {plan.ElasticIpDescription}",
        .. plan.Groups.Select(group => $"{ResourceKinds.SecurityGroup} {group.Name}"),
        .. plan.AntiAffinityGroups.Select(group => $"{ResourceKinds.AntiAffinityGroup} {group}"),
        .. plan.AllNodes.Select(node => $"{ResourceKinds.Instance} {node.Name}"),
    ];
}
