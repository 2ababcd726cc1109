using System.ComponentModel.DataAnnotations;
using Masterplan.Activities.Steps;

namespace Masterplan.Activities.Kubernetes.Drain;

[Activity("Masterplan", "Kubernetes", "Cordons a node and drains it without breaking a PodDisruptionBudget. The cordon stays.", DisplayName = "Drain node")]
public sealed class DrainNode : ClusterActivity
{
    [Required]
    [Input(DisplayName = "Node", Description = "The node's name.", Order = -9)]
    public Input<string> Node { get; set; } = default!;

    protected override async Task<Progress> AttemptAsync(ClusterScope scope)
    {
        var api = await scope.AnyApiServerAsync();
        return await NodeDrain.AdvanceAsync(scope, api, await NodeDrain.RegisteredAsync(scope, api, scope.Context.Get(Node) ?? "")) ?? Progress.Done;
    }
}
