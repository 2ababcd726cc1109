using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Masterplan.Activities.Nodes;
using Masterplan.Activities.Nodes.Files;
using Masterplan.Activities.Steps;

namespace Masterplan.Activities.Etcd.Backups;

[Activity("Masterplan", "etcd", "Takes a snapshot of both etcd clusters and keeps it in the secret store, away from the nodes. The oldest go, beyond as many as the spec keeps.", DisplayName = "Back up etcd")]
public sealed class BackupEtcd : ClusterActivity
{
    [Input(DisplayName = "Before restore", Description = "It is of what a restore is about to replace: no older one is removed for it, and it does not count as the newest.", DefaultValue = false)]
    public Input<bool> BeforeRestore { get; set; } = new(false);

    protected override async Task<Progress> AttemptAsync(ClusterScope scope)
    {
        var backups = scope.Context.GetRequiredService<EtcdBackups>();
        var version = (await scope.Registry.FindAsync(scope.Cluster, scope.CancellationToken))!.Version;
        var isBeforeRestore = scope.Context.Get(BeforeRestore);
        var id = await backups.BeginAsync(scope.Cluster, scope.Run, version, isBeforeRestore, scope.CancellationToken);
        var snapshots = new List<EtcdSnapshot>();
        foreach (var etcd in EtcdCluster.All)
            snapshots.Add(await TakeAsync(scope, backups, id, etcd));
        await backups.CompleteAsync(scope.Cluster, id, snapshots, scope.CancellationToken);
        if (!isBeforeRestore)
            await backups.PruneAsync(scope.Cluster, scope.Plan.Spec.Backup.Keep, scope.CancellationToken);
        scope.Context.JournalData["Backup"] = id;
        scope.Context.JournalData["Snapshots"] = string.Join("; ", snapshots.Select(snapshot => $"{snapshot.Etcd}-etcd: {snapshot.Keys} keys at revision {snapshot.Revision}, {snapshot.Size} bytes, from {snapshot.Master}"));
        return Progress.Done;
    }

    /// <summary>From the first master whose member answers a linearizable read: one that is cut off from the others may be behind them.</summary>
    private static async Task<EtcdSnapshot> TakeAsync(ClusterScope scope, EtcdBackups backups, string id, EtcdCluster etcd)
    {
        var faults = new List<string>();
        foreach (var master in await scope.MasterAddressesAsync())
        {
            try
            {
                await using var node = await scope.OpenAsync(master.Key);
                var member = new EtcdCtl(node, etcd, [master]);
                if ((await member.ObserveAsync(scope.CancellationToken)).LinearizableRead)
                    return await TakeAsync(scope, backups, id, etcd, node, member);
                faults.Add($"the member on '{master.Key}' has no quorum");
            }
            catch (Exception exception) when (exception is NodeException { IsTransient: true } or EtcdException { IsTransient: true })
            {
                faults.Add(exception.Message);
            }
        }

        throw new EtcdException($"No snapshot of {etcd.Id}-etcd could be taken: {string.Join("; ", faults)}", isTransient: true);
    }

    private static async Task<EtcdSnapshot> TakeAsync(ClusterScope scope, EtcdBackups backups, string id, EtcdCluster etcd, INode node, EtcdCtl member)
    {
        var file = etcd.SnapshotFile;
        await member.SaveSnapshotAsync(file, scope.CancellationToken);
        var status = JsonNode.Parse(await node.MustRunAsync(scope.CancellationToken, $"{NodePaths.Binaries}/etcdutl", "snapshot", "status", file, "-w", "json"))!;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        long size = 0;
        for (var part = 0; ; part++)
        {
            var content = await node.ReadAsync(file, size, EtcdBackups.PartLength, scope.CancellationToken);
            hash.AppendData(content);
            size += content.Length;
            backups.Write(scope.Cluster, id, etcd, part, content);
            if (content.Length < EtcdBackups.PartLength)
                break;
        }

        var sha256 = Convert.ToHexStringLower(hash.GetHashAndReset());
        if ((await node.InspectAsync([file], scope.CancellationToken)).GetValueOrDefault(file)?.Sha256 is var found && found != sha256)
            throw new EtcdException($"The snapshot of {etcd.Id}-etcd was not carried over whole from '{node.Name}': SHA-256 {sha256} here, {found ?? "no file"} there", isTransient: true);
        await node.DeleteAsync([file], scope.CancellationToken);
        return new(etcd.Id, node.Name, status["revision"]!.GetValue<long>(), status["totalKey"]!.GetValue<long>(), size, sha256);
    }
}
