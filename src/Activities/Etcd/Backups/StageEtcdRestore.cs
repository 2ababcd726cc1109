using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Masterplan.Activities.Nodes;
using Masterplan.Activities.Nodes.Files;
using Masterplan.Activities.Steps;

namespace Masterplan.Activities.Etcd.Backups;

[Activity("Masterplan", "etcd", "Builds a master's etcd data from a backup, of both clusters, beside those that it has. What runs goes on.", DisplayName = "Stage etcd restore")]
public sealed class StageEtcdRestore : ClusterActivity
{
    [Required]
    [Input(DisplayName = "Node", Description = "The master's name.", Order = -9)]
    public Input<string> Node { get; set; } = default!;

    [Required]
    [Input(DisplayName = "Backup", Description = "The backup's id.")]
    public Input<string> Backup { get; set; } = default!;

    [Required]
    [Input(DisplayName = "Revision", Description = "The revision at which the etcd clusters go on, the same on all masters.")]
    public Input<string> Revision { get; set; } = default!;

    protected override async Task<Progress> AttemptAsync(ClusterScope scope)
    {
        var backups = scope.Context.GetRequiredService<EtcdBackups>();
        var backup = await backups.FindAsync(scope.Cluster, scope.Context.Get(Backup) ?? "", scope.CancellationToken);
        var revision = long.Parse(scope.Context.Get(Revision) ?? "", CultureInfo.InvariantCulture);
        await using var node = await scope.OpenAsync(scope.Context.Get(Node) ?? "");
        foreach (var data in EtcdCluster.All.Select(etcd => new RestoredData(node, etcd, scope.Run, scope.CancellationToken)))
        {
            if (await data.IsStagedAsync())
                continue;
            await CarryAsync(backups, backup, node, data.Etcd, scope.CancellationToken);
            await node.MustRunAsync(scope.CancellationToken, "rm", "-rf", data.Fresh);
            await node.MustRunAsync(await CommandAsync(scope, backup, node, data, revision), scope.CancellationToken);
            await data.MarkStagedAsync();
            await node.DeleteAsync([data.Etcd.SnapshotFile], scope.CancellationToken);
        }

        return Progress.Done;
    }

    private static async Task CarryAsync(EtcdBackups backups, EtcdBackup backup, INode node, EtcdCluster etcd, CancellationToken cancellationToken)
    {
        var (file, snapshot) = (etcd.SnapshotFile, backup.Of(etcd));
        await node.DeleteAsync([file], cancellationToken);
        for (var (at, part) = (0L, 0); at < snapshot.Size; at += EtcdBackups.PartLength, part++)
            await node.WriteAsync(file, at, backups.Read(backup, etcd, part), cancellationToken);
        if ((await node.InspectAsync([file], cancellationToken)).GetValueOrDefault(file)?.Sha256 is var found && found != snapshot.Sha256)
            throw new EtcdException($"The {etcd.Id}-etcd snapshot of backup '{backup.Id}' did not come whole to '{node.Name}': SHA-256 {snapshot.Sha256} was taken, {found ?? "no file"} is there. If this repeats, restore another backup: `masterplan backup {backup.Cluster} --list`", isTransient: true);
    }

    private static async Task<NodeCommand> CommandAsync(ClusterScope scope, EtcdBackup backup, INode node, RestoredData data, long revision)
    {
        var (etcd, masters) = (data.Etcd, await scope.MasterAddressesAsync());
        return new(
            $"{NodePaths.Binaries}/etcdutl", "snapshot", "restore", etcd.SnapshotFile,
            $"--data-dir={data.Fresh}",
            $"--name={node.Name}",
            $"--initial-cluster={string.Join(',', masters.Select(master => $"{master.Key}={etcd.PeerUrl(master.Value)}"))}",
            $"--initial-cluster-token={scope.Cluster}-{etcd.Id}-{scope.Run}",
            $"--initial-advertise-peer-urls={etcd.PeerUrl(await scope.AddressAsync(node.Name))}",
            $"--bump-revision={Math.Max(1, revision - backup.Of(etcd).Revision)}",
            "--mark-compacted")
        {
            Limit = NodeLimits.Download,
        };
    }
}
