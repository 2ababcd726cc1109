using System.ComponentModel.DataAnnotations;
using Masterplan.Activities.Clusters.Changes;
using Masterplan.Activities.Steps;

namespace Masterplan.Activities.Kubernetes.Drain;

[Activity("Masterplan", "Kubernetes", "Lets pods onto a node again, if a run of ours cordoned it. A person's cordon stays.", DisplayName = "Uncordon node")]
public sealed class UncordonNode : ClusterActivity
{
    [Required]
    [Input(DisplayName = "Node", Description = "The node's name.", Order = -9)]
    public Input<string> Node { get; set; } = default!;

    protected override async Task<Progress> AttemptAsync(ClusterScope scope)
    {
        var name = scope.Context.Get(Node) ?? "";
        var api = await scope.AnyApiServerAsync();
        if (await api.NodeAsync(name, scope.CancellationToken) is { } node)
            await scope.ChangeAsync([new(ChangeKind.Api, $"Uncordoning node '{name}'")], () => Cordon.RemoveAsync(api, node, scope.CancellationToken), isMade => isMade);
        return Progress.Done;
    }
}
