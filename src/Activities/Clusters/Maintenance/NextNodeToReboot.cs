using Masterplan.Activities.Clusters.Planning;
using Masterplan.Activities.Clusters.Storage;
using Masterplan.Activities.Kubernetes;
using Masterplan.Activities.Nodes;
using Masterplan.Activities.Steps;

namespace Masterplan.Activities.Clusters.Maintenance;

[Activity("Masterplan", "Clusters", "Finds the next node that waits for a reboot, whose window is open and long enough. None is named while any node of the cluster is not Ready.", DisplayName = "Next node to reboot")]
public sealed class NextNodeToReboot : ClusterActivity
{
    /// <summary>How long a node is taken to need while none of its cluster was measured: drain, reboot and checks.</summary>
    private static readonly TimeSpan Unmeasured = TimeSpan.FromMinutes(10);

    [Input(DisplayName = "Ignore windows", Description = "Reboots now, whatever the windows say.", DefaultValue = false)]
    public Input<bool> IgnoreWindows { get; set; } = new(false);

    [Output(DisplayName = "Next", Description = "The node's name; empty when there is none.")]
    public Output<string> Next { get; set; } = default!;

    [Output(DisplayName = "Is master", Description = "Whether it is a master.")]
    public Output<bool> IsMaster { get; set; } = default!;

    protected override async Task<Progress> AttemptAsync(ClusterScope scope)
    {
        var known = await scope.Registry.NodesAsync(scope.Cluster, scope.CancellationToken);
        var expected = scope.Tempo.ToReal(Expected(known));
        var left = new List<string>();
        // One that is still being built waits for nothing yet.
        foreach (var node in scope.Plan.AllNodes.Where(node => known.Any(row => row.Name == node.Name && row.ConfiguredAt is not null)))
        {
            if (!await NeedsRebootAsync(scope, node.Name))
                continue;
            if (!HasRoom(scope, node.Role, expected))
                left.Add(node.Name);
            else if (await NotReadyAsync(scope) is { } why)
                return Progress.NotYet(why);
            else
                return Found(scope, node.Name, node.Role);
        }

        if (left.Count > 0)
            scope.Context.AddExecutionLogEntry("Left for the next window", $"{string.Join(", ", left)}: a node takes about {Math.Ceiling(expected.TotalMinutes)} min, and no window is open that long. {Opening(scope)}");
        return Found(scope, "", NodeRole.Worker);
    }

    private Progress Found(ClusterScope scope, string node, NodeRole role)
    {
        scope.Context.Set(Next, node);
        scope.Context.Set(IsMaster, role == NodeRole.Master);
        return Progress.Done;
    }

    /// <summary>update-engine leaves the flag when a new version of the operating system waits for the reboot.</summary>
    private static async Task<bool> NeedsRebootAsync(ClusterScope scope, string name)
    {
        await using var node = await scope.OpenAsync(name);
        return (await node.InspectAsync([RebootNode.Flag], scope.CancellationToken)).Count > 0;
    }

    private bool HasRoom(ClusterScope scope, NodeRole role, TimeSpan expected) =>
        scope.Context.Get(IgnoreWindows) || MaintenanceWindow.Open(scope.Plan.Spec.Maintenance, role, scope.Clock.GetUtcNow())?.HasRoom(scope.Clock.GetUtcNow(), expected) == true;

    /// <summary>The longest that a node of the cluster took lately, in the cloud's time.</summary>
    private static TimeSpan Expected(IReadOnlyList<NodeRow> nodes) => nodes.Max(row => row.RebootMinutes) is { } minutes ? TimeSpan.FromMinutes(minutes) : Unmeasured;

    private static async Task<string?> NotReadyAsync(ClusterScope scope)
    {
        var nodes = (await (await scope.AnyApiServerAsync()).NodesAsync(scope.CancellationToken)).ToDictionary(node => node.Metadata.Name, StringComparer.Ordinal);
        var unready = scope.Plan.AllNodes.FirstOrDefault(node => !nodes.TryGetValue(node.Name, out var found) || !found.IsReady());
        return unready is null ? null : $"No node is rebooted while '{unready.Name}' is not Ready: {(nodes.TryGetValue(unready.Name, out var registered) ? registered.WhyNotReady() : "it is not registered")}";
    }

    private static string Opening(ClusterScope scope)
    {
        var windows = scope.Plan.Spec.Maintenance;
        var now = scope.Clock.GetUtcNow();
        return $"Masters' next opens at {MaintenanceWindow.Next(windows, NodeRole.Master, now).Opens:u}, workers' at {MaintenanceWindow.Next(windows, NodeRole.Worker, now).Opens:u}.";
    }
}
