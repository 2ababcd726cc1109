using System.ComponentModel.DataAnnotations;
using Masterplan.Activities.Clusters.Changes;
using Masterplan.Activities.Nodes.Files;
using Masterplan.Activities.Steps;

namespace Masterplan.Activities.Nodes;

[Activity("Masterplan", "Nodes", "Restarts flanneld and the kubelet of a node, which then announce themselves anew. Its containers go on.", DisplayName = "Restart node agents")]
public sealed class RestartAgents : ClusterActivity
{
    [Required]
    [Input(DisplayName = "Node", Description = "The node's name.", Order = -9)]
    public Input<string> Node { get; set; } = default!;

    protected override async Task<Progress> AttemptAsync(ClusterScope scope)
    {
        await using var node = await scope.OpenAsync(scope.Context.Get(Node) ?? "");
        string[] units = [NodeUnits.Flanneld, NodeUnits.Kubelet];
        await scope.ChangeAsync(
            [.. units.Select(unit => new Change(ChangeKind.Restart, $"{node.Name}: {unit}"))],
            () => node.MustRunAsync(scope.CancellationToken, ["systemctl", "restart", "--no-block", .. units]));
        return Progress.Done;
    }
}
