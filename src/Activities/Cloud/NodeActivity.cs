using System.ComponentModel.DataAnnotations;
using Masterplan.Activities.Clusters.Planning;
using Masterplan.Activities.Steps;

namespace Masterplan.Activities.Cloud;

/// <summary>A step that brings something of one node's instance into its wished state.</summary>
public abstract class NodeActivity : CloudActivity
{
    [Required]
    [Input(DisplayName = "Node", Description = "The node's name.", Order = -9)]
    public Input<string> Node { get; set; } = default!;

    protected PlannedNode Planned(ClusterScope scope) => scope.Plan.Node(scope.Context.Get(Node) ?? "");
}
