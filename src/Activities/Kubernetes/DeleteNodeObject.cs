using System.ComponentModel.DataAnnotations;
using Masterplan.Activities.Clusters.Changes;
using Masterplan.Activities.Steps;

namespace Masterplan.Activities.Kubernetes;

[Activity("Masterplan", "Kubernetes", "Deletes the Node object of a node whose instance is gone; a kubelet that still lives would register itself again.", DisplayName = "Delete Node object")]
public sealed class DeleteNodeObject : ClusterActivity
{
    [Required]
    [Input(DisplayName = "Node", Description = "The node's name.", Order = -9)]
    public Input<string> Node { get; set; } = default!;

    protected override async Task<Progress> AttemptAsync(ClusterScope scope)
    {
        var name = scope.Context.Get(Node) ?? "";
        var api = await scope.AnyApiServerAsync();
        await scope.ChangeAsync([new(ChangeKind.Api, $"Deleting Node object '{name}'")], () => api.DeleteAsync($"/api/v1/nodes/{name}", scope.CancellationToken), isMade => isMade);
        return Progress.Done;
    }
}
