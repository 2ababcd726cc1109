using System.Text.Json.Nodes;
using Masterplan.Activities.Clusters.Changes;
using Masterplan.Activities.Clusters.Planning;
using Masterplan.Activities.Steps;

namespace Masterplan.Activities.Kubernetes;

[Activity("Masterplan", "Kubernetes", "Labels nodes with their role; a kubelet may not do that for itself.", DisplayName = "Label nodes")]
public sealed class LabelNodes : ClusterActivity
{
    protected override async Task<Progress> AttemptAsync(ClusterScope scope)
    {
        var api = await scope.AnyApiServerAsync();
        var nodes = (await api.NodesAsync(scope.CancellationToken)).ToDictionary(node => node.Metadata.Name, StringComparer.Ordinal);
        var unlabelled = scope.Plan.AllNodes.Where(planned => nodes.TryGetValue(planned.Name, out var node) && node.Metadata.Labels?.ContainsKey(LabelOf(planned)) != true);
        await Parallel.ForEachAsync(unlabelled, new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = scope.CancellationToken }, async (planned, token) =>
        {
            var patch = new JsonObject { ["metadata"] = new JsonObject { ["labels"] = new JsonObject { [LabelOf(planned)] = "" } } };
            await scope.ChangeAsync([new(ChangeKind.Api, $"Labelling node '{planned.Name}'")], () => api.PatchAsync($"/api/v1/nodes/{planned.Name}", patch, token));
        });
        return Progress.Done;
    }

    private static string LabelOf(PlannedNode node) => node.Role == NodeRole.Master ? "node-role.kubernetes.io/control-plane" : "node-role.kubernetes.io/worker";
}
