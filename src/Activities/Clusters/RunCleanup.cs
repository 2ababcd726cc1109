using Masterplan.Activities.Clusters.Ledger;
using Masterplan.Activities.Clusters.Locks;
using Masterplan.Activities.Etcd;
using Masterplan.Activities.Kubernetes;
using Masterplan.Activities.Kubernetes.Drain;
using Masterplan.Activities.Steps;

namespace Masterplan.Activities.Clusters;

/// <summary>Gives back what a cancelled run holds: the disruption lock, the reboot lock and the cordons that it made; and what a skipped step holds.</summary>
public sealed class RunCleanup(ClusterRegistry registry, DisruptionLock disruptionLock, ResourceLedger ledger, IKubernetesClients kubernetes, RebootLock rebootLock)
{
    private const int Tries = 3;

    /// <summary>Gives back all that the run holds; what fails does not keep the rest from it.</summary>
    /// <exception cref="AggregateException">Something could not be given back.</exception>
    public async Task CleanAsync(string run, CancellationToken cancellationToken = default)
    {
        var failures = new List<Exception>();
        foreach (var cluster in await registry.ListAsync(cancellationToken))
        {
            await TryAsync(() => UncordonAsync(cluster.Name, run, cancellationToken), failures);
            await TryAsync(() => ReleaseRebootLockAsync(cluster.Name, run, cancellationToken), failures);
            await TryAsync(() => ReleaseDisruptionLockAsync(cluster.Name, run, cancellationToken), failures);
        }

        if (failures.Count > 0)
            throw new AggregateException(failures);
    }

    /// <summary>A cancelled run has no time for durable waits, so a dropped connection is only tried again at once.</summary>
    private static async Task TryAsync(Func<Task> giveBack, List<Exception> failures)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await giveBack();
                return;
            }
            catch (Exception exception) when (Transience.IsTransient(exception) && attempt < Tries)
            {
                // The next look may go through.
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                failures.Add(exception);
                return;
            }
        }
    }

    private async Task ReleaseDisruptionLockAsync(string cluster, string run, CancellationToken cancellationToken)
    {
        if (await disruptionLock.FindAsync(cluster, cancellationToken) is { } holding && IsOf(run, holding.Owner))
            await disruptionLock.ReleaseAsync(cluster, holding.Owner, cancellationToken);
    }

    /// <summary>Gives back the disruption lock if a node of the run has it, to be changed in its turn.</summary>
    public Task EndTurnAsync(string cluster, string run, string node) => disruptionLock.ReleaseAsync(cluster, DisruptionLock.Turn(run, node));

    private static bool IsOf(string run, string owner) => owner == run || owner.StartsWith(run + '/', StringComparison.Ordinal);

    private async Task ReleaseRebootLockAsync(string cluster, string run, CancellationToken cancellationToken)
    {
        foreach (var node in (await registry.NodesAsync(cluster, cancellationToken)).Where(node => node.RebootRun == run))
        {
            await rebootLock.ReleaseAsync(cluster, node.MachineId!, cancellationToken);
            await registry.RememberAsync(cluster, node.Name, row => (row.RebootRun, row.RebootBegan) = (null, null), cancellationToken);
        }
    }

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
