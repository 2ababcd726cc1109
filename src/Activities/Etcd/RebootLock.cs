using System.Text.Json;
using Masterplan.Activities.Clusters;
using Masterplan.Activities.Clusters.Ledger;
using Masterplan.Activities.Clusters.Secrets;
using Masterplan.Activities.Nodes;

namespace Masterplan.Activities.Etcd;

/// <summary>Takes and gives back a cluster's reboot semaphore in infra-etcd, by transactions that fail when another was quicker.</summary>
public sealed class RebootLock(ClusterRegistry registry, ResourceLedger ledger, INodeDoors doors, ClusterSecrets secrets)
{
    /// <summary>Takes the semaphore for a machine, or finds that the machine has it.</summary>
    /// <returns>Null when the machine holds it now; else the machine ids of those that do.</returns>
    public Task<IReadOnlyList<string>?> TakeAsync(string cluster, string machineId, CancellationToken cancellationToken) => ChangeAsync(
        cluster,
        semaphore => semaphore.IsHeldBy(machineId) ? (semaphore, null) : semaphore.TakenBy(machineId) is { } taken ? (taken, null) : (semaphore, semaphore.Holders ?? []),
        cancellationToken);

    /// <summary>Gives the semaphore back; without effect for a machine that does not hold it.</summary>
    public Task ReleaseAsync(string cluster, string machineId, CancellationToken cancellationToken) => ChangeAsync(
        cluster, semaphore => (semaphore.IsHeldBy(machineId) ? semaphore.ReleasedBy(machineId) : semaphore, null), cancellationToken);

    private async Task<IReadOnlyList<string>?> ChangeAsync(string cluster, Func<RebootSemaphore, (RebootSemaphore Next, IReadOnlyList<string>? Refusal)> change, CancellationToken cancellationToken)
    {
        var masters = await MastersAsync(cluster, cancellationToken);
        await using var node = await OpenAnyAsync(cluster, masters, cancellationToken);
        var etcdctl = new EtcdCtl(node, EtcdCluster.Infra, masters);
        while (true)
        {
            var (json, version) = await etcdctl.ReadAsync(RebootSemaphore.Key, cancellationToken);
            var (next, refusal) = change(Parse(json));
            if (refusal is not null || next.ToJson() == json || await etcdctl.PutIfAsync(RebootSemaphore.Key, version, next.ToJson(), cancellationToken))
                return refusal;
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private static RebootSemaphore Parse(string? json)
    {
        try
        {
            return json is null ? new() : RebootSemaphore.Parse(json);
        }
        catch (JsonException exception)
        {
            throw new EtcdException($"infra-etcd holds '{json}' under '{RebootSemaphore.Key}', which is no reboot semaphore: {exception.Message} Delete the key with etcdctl, then retry the step.", isTransient: false);
        }
    }

    private async Task<IReadOnlyList<KeyValuePair<string, string>>> MastersAsync(string cluster, CancellationToken cancellationToken)
    {
        var masters = new List<KeyValuePair<string, string>>();
        foreach (var master in (await registry.PlanAsync(cluster, cancellationToken)).Masters)
        {
            if ((await ledger.FindAsync(cluster, ResourceKinds.Instance, master.Name, cancellationToken))?.Address is { } address)
                masters.Add(new(master.Name, address));
        }

        return masters;
    }

    private async Task<INode> OpenAnyAsync(string cluster, IReadOnlyList<KeyValuePair<string, string>> masters, CancellationToken cancellationToken)
    {
        NodeException? unreachable = null;
        foreach (var (name, address) in masters)
        {
            try
            {
                return await doors.OpenAsync(new(cluster, name, address, secrets.SshKey(cluster)), cancellationToken);
            }
            catch (NodeException exception) when (exception.IsTransient)
            {
                unreachable = exception;
            }
        }

        throw unreachable ?? new NodeException($"Cluster '{cluster}' has no masters yet, so nothing holds its reboot semaphore.", isTransient: false);
    }
}
