using System.ComponentModel.DataAnnotations;
using Masterplan.Activities.Clusters.Changes;
using Masterplan.Activities.Steps;

namespace Masterplan.Activities.Etcd;

[Activity("Masterplan", "etcd", "Gives locksmith's reboot semaphore back for a node, and keeps how long the node took.", DisplayName = "Give reboot lock back")]
public sealed class GiveRebootLockBack : ClusterActivity
{
    [Required]
    [Input(DisplayName = "Node", Description = "The node's name.", Order = -9)]
    public Input<string> Node { get; set; } = default!;

    protected override async Task<Progress> AttemptAsync(ClusterScope scope)
    {
        var name = scope.Context.Get(Node) ?? "";
        var memory = await scope.Registry.NodeAsync(scope.Cluster, name, scope.CancellationToken);
        if (memory.MachineId is null || memory.RebootBegan is not { } began)
            return Progress.Done;
        var release = new Change(ChangeKind.Api, $"infra-etcd: reboot lock given back for '{name}'");
        await scope.ChangeAsync([release], () => scope.Context.GetRequiredService<RebootLock>().ReleaseAsync(scope.Cluster, memory.MachineId, scope.CancellationToken));
        var minutes = scope.Tempo.ToCloud(scope.Clock.GetUtcNow() - began).TotalMinutes;
        await scope.Registry.RememberAsync(scope.Cluster, name, row => (row.RebootRun, row.RebootBegan, row.RebootMinutes) = (null, null, minutes), scope.CancellationToken);
        scope.Context.JournalData["Minutes"] = Math.Round(minutes, 1);
        return Progress.Done;
    }
}
