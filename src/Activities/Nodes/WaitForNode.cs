using System.ComponentModel.DataAnnotations;
using Masterplan.Activities.Nodes.Artifacts;
using Masterplan.Activities.Nodes.Files;
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
        var state = await UnpackingAsync(scope, node);
        if (state != "active" && !(state == "inactive" && await WasUnpackedAsync(scope, node)))
            return Progress.NotYet($"Node '{name}' answers; its binaries are not unpacked yet ({state})");
        scope.Context.Set(Answered, true);
        return Progress.Done;
    }

    private static async Task<string> UnpackingAsync(ClusterScope scope, INode node) =>
        (await node.RunAsync(new("systemctl", "is-active", NodeArtifacts.UnpackUnit), scope.CancellationToken)).Output.Trim();

    /// <summary>After a reboot the unit's condition keeps it from running again: it stays inactive, and what it unpacked is there. In a first boot the one comes with the other.</summary>
    private static async Task<bool> WasUnpackedAsync(ClusterScope scope, INode node) =>
        (await node.RunAsync(new("test", "-x", $"{NodePaths.Binaries}/etcdctl"), scope.CancellationToken)).Succeeded && await UnpackingAsync(scope, node) == "inactive";

    protected override async Task<Progress> ExpireAsync(ActivityExecutionContext context, string last, TimeSpan deadline, Exception? cause, CancellationToken cancellationToken)
    {
        var memory = await context.GetRequiredService<Clusters.ClusterRegistry>().NodeAsync(context.Get(Cluster) ?? "", context.Get(Node) ?? "", cancellationToken);
        if (memory.HostKey is not null)
            return await base.ExpireAsync(context, last, deadline, cause, cancellationToken);
        context.Set(Answered, false);
        return Progress.Done;
    }
}
