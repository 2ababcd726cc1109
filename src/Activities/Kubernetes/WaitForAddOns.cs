using System.Text.Json.Nodes;
using Masterplan.Activities.Kubernetes.AddOns;
using Masterplan.Activities.Steps;

namespace Masterplan.Activities.Kubernetes;

[Activity("Masterplan", "Kubernetes", "Waits until every Deployment of the add-ons has its replicas available.", DisplayName = "Wait for add-ons")]
public sealed class WaitForAddOns : ClusterActivity
{
    protected override async Task<Progress> AttemptAsync(ClusterScope scope)
    {
        if (scope.Plan.Workers.Count == 0)
            return Progress.Done;
        var api = await scope.AnyApiServerAsync();
        var waiting = new List<string>();
        foreach (var wished in AddOnManifests.All.SelectMany(name => AddOnManifests.Render(name, scope.Plan)).Where(manifest => manifest["kind"]!.GetValue<string>() == "Deployment"))
        {
            var live = await api.GetAsync(ObjectPath.Of(wished), scope.CancellationToken);
            var (available, replicas) = (Count(live?["status"]?["availableReplicas"]), Count(wished["spec"]!["replicas"]));
            if (available < replicas)
                waiting.Add($"'{wished["metadata"]!["name"]}' has {available} of {replicas} replicas");
        }

        return waiting.Count == 0 ? Progress.Done : Progress.NotYet($"Add-ons are starting: {string.Join(", ", waiting)}");
    }

    private static long Count(JsonNode? node) => long.TryParse(node?.ToString(), out var count) ? count : 0;
}
