using System.ComponentModel.DataAnnotations;
using Masterplan.Activities.Nodes.Artifacts;
using Masterplan.Activities.Steps;

namespace Masterplan.Activities.Nodes;

[Activity("Masterplan", "Nodes", "Waits until a node has booted, takes commands and has unpacked its binaries. Leaves by 'Never answered' when a new machine stays silent.", DisplayName = "Wait for node")]
[FlowNode("Done", NeverAnswered)]
public sealed class WaitForNode : ClusterActivity
{
    public const string NeverAnswered = "Never answered";

    [Required]
    [Input(DisplayName = "Node", Description = "The node's name.", Order = -9)]
    public Input<string> Node { get; set; } = default!;

    protected override async Task<Progress> AttemptAsync(ClusterScope scope)
    {
        var name = scope.Context.Get(Node) ?? "";
        await using var node = await scope.OpenAsync(name);
        var unpacked = await node.RunAsync(new("systemctl", "is-active", NodeArtifacts.UnpackUnit), scope.CancellationToken);
        return unpacked.Output.Trim() == "active"
            ? Progress.Done
            : Progress.NotYet($"Node '{name}' answers; its binaries are not unpacked yet ({unpacked.Output.Trim()})");
    }

    protected override async Task<Progress> ExpireAsync(ActivityExecutionContext context, string last, TimeSpan deadline, Exception? cause, CancellationToken cancellationToken)
    {
        var memory = await context.GetRequiredService<Clusters.ClusterRegistry>().NodeAsync(context.Get(Cluster) ?? "", context.Get(Node) ?? "", cancellationToken);
        return memory.HostKey is null
            ? Progress.DoneWith(NeverAnswered)
            : await base.ExpireAsync(context, last, deadline, cause, cancellationToken);
    }
}
