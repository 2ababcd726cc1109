using System.ComponentModel.DataAnnotations;
using Masterplan.Activities.Steps;

namespace Masterplan.Activities.Nodes;

[Activity("Masterplan", "Nodes", "Stops the API server, controller manager, scheduler and both etcd members of a master, and waits until they are gone. Configuring the master starts them again.", DisplayName = "Stop control plane")]
public sealed class StopControlPlane : ClusterActivity
{
    [Required]
    [Input(DisplayName = "Node", Description = "The master's name.", Order = -9)]
    public Input<string> Node { get; set; } = default!;

    protected override async Task<Progress> AttemptAsync(ClusterScope scope)
    {
        var name = scope.Context.Get(Node) ?? "";
        await using var node = await scope.OpenAsync(name);
        if (await ControlPlaneStop.AdvanceAsync(scope, node) is { } stopping)
            return stopping;
        // No master is in service now: they begin together again, none joins another.
        await scope.Registry.RememberAsync(scope.Cluster, name, row => (row.ConfiguredAt, row.EtcdJoins) = (null, null), scope.CancellationToken);
        return Progress.Done;
    }
}
