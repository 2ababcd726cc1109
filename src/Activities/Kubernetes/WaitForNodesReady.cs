using Masterplan.Activities.Steps;

namespace Masterplan.Activities.Kubernetes;

[Activity("Masterplan", "Kubernetes", "Waits until one node, or every planned node, is Ready.", DisplayName = "Wait for nodes ready")]
public sealed class WaitForNodesReady : ClusterActivity
{
    [Input(DisplayName = "Node", Description = "The node; empty waits for all that the plan has.")]
    public Input<string> Node { get; set; } = new("");

    protected override async Task<Progress> AttemptAsync(ClusterScope scope)
    {
        var name = scope.Context.Get(Node) ?? "";
        var wanted = name.Length > 0 ? [name] : scope.Plan.AllNodes.Select(node => node.Name).ToList();
        var nodes = (await (await scope.AnyApiServerAsync()).NodesAsync(scope.CancellationToken)).ToDictionary(node => node.Metadata.Name, StringComparer.Ordinal);
        var missing = wanted.Where(node => !nodes.TryGetValue(node, out var found) || !found.IsReady()).ToList();
        if (missing.Count == 0)
            return Progress.Done;
        var first = nodes.TryGetValue(missing[0], out var registered) ? registered.WhyNotReady() : "it has not registered yet";
        return Progress.NotYet($"{wanted.Count - missing.Count} of {wanted.Count} nodes are Ready; '{missing[0]}': {first}");
    }
}
