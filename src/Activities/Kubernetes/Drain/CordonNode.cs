using System.ComponentModel.DataAnnotations;
using Masterplan.Activities.Steps;

namespace Masterplan.Activities.Kubernetes.Drain;

[Activity("Masterplan", "Kubernetes", "Keeps new pods off a node. One that is not registered gets none anyway.", DisplayName = "Cordon node")]
public sealed class CordonNode : ClusterActivity
{
    [Required]
    [Input(DisplayName = "Node", Description = "The node's name.", Order = -9)]
    public Input<string> Node { get; set; } = default!;

    protected override async Task<Progress> AttemptAsync(ClusterScope scope)
    {
        var api = await scope.AnyApiServerAsync();
        if (await api.NodeAsync(scope.Context.Get(Node) ?? "", scope.CancellationToken) is { } node)
            await Cordon.AddAsync(scope, api, node);
        return Progress.Done;
    }
}
