using System.ComponentModel.DataAnnotations;
using Masterplan.Activities.Clusters.Changes;
using Masterplan.Activities.Nodes;
using Masterplan.Activities.Steps;

namespace Masterplan.Activities.Etcd.Backups;

[Activity("Masterplan", "etcd", "Puts staged data in the place of a master's etcd data, of both clusters. All masters must have stopped before; what was there stays beside it until the next restore.", DisplayName = "Restore etcd")]
public sealed class RestoreEtcd : ClusterActivity
{
    [Required]
    [Input(DisplayName = "Node", Description = "The master's name.", Order = -9)]
    public Input<string> Node { get; set; } = default!;

    protected override async Task<Progress> AttemptAsync(ClusterScope scope)
    {
        await using var node = await scope.OpenAsync(scope.Context.Get(Node) ?? "");
        // Data are never moved from under a member that runs.
        if (await ControlPlaneStop.AdvanceAsync(scope, node) is { } stopping)
            return stopping;
        foreach (var data in EtcdCluster.All.Select(etcd => new RestoredData(node, etcd, scope.Run, scope.CancellationToken)))
        {
            if (!await data.IsDoneAsync())
                await scope.ChangeAsync([new(ChangeKind.File, $"{node.Name}: {data.Etcd.DataFolder}")], data.SwapAsync);
        }

        return Progress.Done;
    }
}
