using System.ComponentModel.DataAnnotations;
using Masterplan.Activities.Nodes.Artifacts;
using Masterplan.Activities.Steps;

namespace Masterplan.Activities.Nodes;

[Activity("Masterplan", "Nodes", "Waits until a node has booted, takes commands and has unpacked its binaries. A new machine that stays silent to the deadline is told by the output, so that it can be replaced.", DisplayName = "Wait for node")]
public sealed class WaitForNode : ClusterActivity
{
    [Required]
    [Input(DisplayName = "Node", Description = "The node's name.", Order = -9)]
    public Input<string> Node { get; set; } = default!;

    [Output(DisplayName = "Answered", Description = "False when a machine that never answered before stayed silent until the deadline.")]
    public Output<bool> Answered { get; set; } = default!;

    protected override async Task<Progress> AttemptAsync(ClusterScope scope)
    {
        var name = scope.Context.Get(Node) ?? "";
        await scope.LaunchedAddressAsync(name);
        await using var node = await scope.OpenAsync(name);
        var unpacked = await node.RunAsync(new("systemctl", "is-active", NodeArtifacts.UnpackUnit), scope.CancellationToken);
        if (unpacked.Output.Trim() != "active")
            return Progress.NotYet($"Node '{name}' answers; its binaries are not unpacked yet ({unpacked.Output.Trim()})");
        scope.Context.Set(Answered, true);
        return Progress.Done;
    }

    protected override async Task<Progress> ExpireAsync(ActivityExecutionContext context, string last, TimeSpan deadline, Exception? cause, CancellationToken cancellationToken)
    {
        var memory = await context.GetRequiredService<Clusters.ClusterRegistry>().NodeAsync(context.Get(Cluster) ?? "", context.Get(Node) ?? "", cancellationToken);
        if (memory.HostKey is not null)
            return await base.ExpireAsync(context, last, deadline, cause, cancellationToken);
        context.Set(Answered, false);
        return Progress.Done;
    }
}
