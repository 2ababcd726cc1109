using Masterplan.Activities.Clusters.Locks;
using Masterplan.Activities.Kubernetes;
using Masterplan.Activities.Kubernetes.Drain;
using Masterplan.Activities.Clusters.Ledger;

namespace Masterplan.Activities.Clusters;

/// <summary>Gives back what a cancelled run holds: the disruption lock and the cordons that it made; and what a skipped step holds.</summary>
public sealed class RunCleanup(ClusterRegistry registry, DisruptionLock disruptionLock, ResourceLedger ledger, IKubernetesClients kubernetes)
{
    public async Task CleanAsync(string run, CancellationToken cancellationToken = default)
    {
        foreach (var cluster in await registry.ListAsync(cancellationToken))
        {
            await UncordonAsync(cluster.Name, run, cancellationToken);
            if (await disruptionLock.FindAsync(cluster.Name, cancellationToken) is { } holding && IsOf(run, holding.Owner))
                await disruptionLock.ReleaseAsync(cluster.Name, holding.Owner, cancellationToken);
        }
    }

    /// <summary>Gives back the disruption lock if a node of the run has it, to be changed in its turn.</summary>
    public Task EndTurnAsync(string cluster, string run, string node) => disruptionLock.ReleaseAsync(cluster, DisruptionLock.Turn(run, node));

    private static bool IsOf(string run, string owner) => owner == run || owner.StartsWith(run + '/', StringComparison.Ordinal);

    private async Task UncordonAsync(string cluster, string run, CancellationToken cancellationToken)
    {
        var plan = await registry.PlanAsync(cluster, cancellationToken);
        foreach (var master in plan.Masters)
        {
            var entry = await ledger.FindAsync(cluster, ResourceKinds.Instance, master.Name, cancellationToken);
            if (entry?.Address is not { } address || await ReadyAsync(cluster, address, plan.Spec.Kubernetes.ApiPort, cancellationToken) is not { } api)
                continue;
            foreach (var node in (await api.NodesAsync(cancellationToken)).Where(node => node.Metadata.Annotations?.TryGetValue(Cordon.Annotation, out var owner) == true && owner == run))
                await Cordon.RemoveAsync(api, node, cancellationToken);
            return;
        }
    }

    private async Task<KubernetesApi?> ReadyAsync(string cluster, string address, int port, CancellationToken cancellationToken)
    {
        try
        {
            var api = kubernetes.At(cluster, address, port);
            return await api.IsReadyAsync(cancellationToken) ? api : null;
        }
        catch (KubernetesException)
        {
            return null;
        }
    }
}
