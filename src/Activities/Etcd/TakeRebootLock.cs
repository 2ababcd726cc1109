using System.ComponentModel.DataAnnotations;
using Masterplan.Activities.Clusters.Changes;
using Masterplan.Activities.Nodes;
using Masterplan.Activities.Steps;

namespace Masterplan.Activities.Etcd;

[Activity("Masterplan", "etcd", "Takes locksmith's reboot semaphore in infra-etcd for a node; waits while another machine holds it.", DisplayName = "Take reboot lock")]
public sealed class TakeRebootLock : ClusterActivity
{
    [Required]
    [Input(DisplayName = "Node", Description = "The node's name.", Order = -9)]
    public Input<string> Node { get; set; } = default!;

    protected override async Task<Progress> AttemptAsync(ClusterScope scope)
    {
        var name = scope.Context.Get(Node) ?? "";
        var machineId = await MachineIdAsync(scope, name);
        await scope.Registry.RememberAsync(scope.Cluster, name, row => (row.MachineId, row.RebootRun, row.RebootBegan) = (machineId, scope.Run, scope.Clock.GetUtcNow()), scope.CancellationToken);
        var taking = new Change(ChangeKind.Api, $"infra-etcd: reboot lock taken for '{name}'");
        var holders = await scope.ChangeAsync([taking], () => scope.Context.GetRequiredService<RebootLock>().TakeAsync(scope.Cluster, machineId, scope.CancellationToken), holders => holders is null);
        return holders is null ? Progress.Done : Progress.NotYet(await RefusalAsync(scope, holders));
    }

    /// <summary>Lets go of the node's one connection again: the lock is asked for on a master, which may be this node.</summary>
    private static async Task<string> MachineIdAsync(ClusterScope scope, string name)
    {
        await using var node = await scope.OpenAsync(name);
        return (await node.MustRunAsync(scope.CancellationToken, "cat", "/etc/machine-id")).Trim();
    }

    /// <summary>A holder that is gone is for a person to remove: it may be a node that is rebooting under someone else's hand.</summary>
    private static async Task<string> RefusalAsync(ClusterScope scope, IReadOnlyList<string> holders)
    {
        var names = (await scope.Registry.NodesAsync(scope.Cluster, scope.CancellationToken)).Where(row => row.MachineId is not null).ToDictionary(row => row.MachineId!, row => row.Name, StringComparer.Ordinal);
        var held = string.Join(", ", holders.Select(id => names.TryGetValue(id, out var node) ? $"'{node}' (machine {id})" : $"machine {id}, which is no node that was rebooted from here"));
        return $"The reboot lock of cluster '{scope.Cluster}' is held by {held}. If nothing reboots there any more, free it with `masterplan maintenance {scope.Cluster} --unlock {holders[0]}`";
    }
}
