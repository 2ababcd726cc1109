using Masterplan.Activities.Steps;

namespace Masterplan.Activities.Kubernetes;

[Activity("Masterplan", "Kubernetes", "Waits until nodes are Ready: those named, or every one that the plan has.", DisplayName = "Wait for nodes ready")]
public sealed class WaitForNodesReady : ClusterActivity
{
    [Input(DisplayName = "Nodes", Description = "The nodes' names; empty waits for all that the plan has.")]
    public Input<List<string>> Nodes { get; set; } = new(new List<string>());

    protected override async Task<Progress> AttemptAsync(ClusterScope scope)
    {
        var wanted = scope.Context.Get(Nodes) is { Count: > 0 } named ? named : [.. scope.Plan.AllNodes.Select(node => node.Name)];
        var nodes = (await (await scope.AnyApiServerAsync()).NodesAsync(scope.CancellationToken)).ToDictionary(node => node.Metadata.Name, StringComparer.Ordinal);
        var missing = wanted.Where(node => !nodes.TryGetValue(node, out var found) || !found.IsReady()).ToList();
        if (missing.Count == 0)
            return Progress.Done;
        var first = nodes.TryGetValue(missing[0], out var registered) ? registered.WhyNotReady() : "it has not registered yet";
        return Progress.NotYet($"{wanted.Count - missing.Count} of {wanted.Count} nodes are Ready; '{missing[0]}': {first}");
    }
}
