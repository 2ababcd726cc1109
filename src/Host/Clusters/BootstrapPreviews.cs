using Masterplan.Activities.Clusters;
using Masterplan.Activities.Clusters.Ledger;

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
        var held = (await ledger.ListAsync(cluster, cancellationToken)).Where(entry => entry.IsMade).Select(entry => (entry.Kind, entry.Name));
        var missing = plan.Resources.Except(held).Select(resource => $"{resource.Kind} {resource.Name}").ToList();
        return new(plan.Name, plan.Spec.Zone, plan.Spec.Kubernetes.Version, plan.Masters.Count, plan.Workers.Count, missing, ExpectedWaits.Chain(plan, missing.Count > 0));
    }
}
