using System.ComponentModel.DataAnnotations;
using Masterplan.Activities.Steps;

namespace Masterplan.Activities.Kubernetes.Drain;

[Activity("Masterplan", "Kubernetes", "Cordons a node and drains it without breaking a PodDisruptionBudget. The cordon stays.", DisplayName = "Drain node")]
public sealed class DrainNode : ClusterActivity
{
    [Required]
    [Input(DisplayName = "Node", Description = "The node's name.", Order = -9)]
    public Input<string> Node { get; set; } = default!;

    [Input(DisplayName = "For good", Description = "Whether the node leaves the cluster: one that is not registered then counts as drained, and of one that is not Ready it is enough that all evictions were accepted, as no kubelet ends the pods.", DefaultValue = false)]
    public Input<bool> ForGood { get; set; } = new(false);

    protected override async Task<Progress> AttemptAsync(ClusterScope scope)
    {
        var (name, forGood) = (scope.Context.Get(Node) ?? "", scope.Context.Get(ForGood));
        var api = await scope.AnyApiServerAsync();
        var node = forGood ? await api.NodeAsync(name, scope.CancellationToken) : await NodeDrain.RegisteredAsync(scope, api, name);
        return node is null ? Progress.Done : await NodeDrain.AdvanceAsync(scope, api, node, forGood) ?? Progress.Done;
    }
}
