using Masterplan.Activities.Clusters.Changes;
using Masterplan.Activities.Clusters.Planning;
using Masterplan.Activities.Steps;

namespace Masterplan.Activities.Kubernetes;

[Activity("Masterplan", "Kubernetes", "Deletes the Node objects that bear a name of the cluster's and belong to no node of its plan, as those of workers that were removed after a backup.", DisplayName = "Delete stray Node objects")]
public sealed class DeleteStrayNodeObjects : ClusterActivity
{
    protected override async Task<Progress> AttemptAsync(ClusterScope scope)
    {
        var api = await scope.AnyApiServerAsync();
        var planned = scope.Plan.AllNodes.Select(node => node.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var name in (await api.NodesAsync(scope.CancellationToken)).Select(node => node.Metadata.Name).Where(name => !planned.Contains(name) && IsOurs(scope.Cluster, name)))
            await scope.ChangeAsync([new(ChangeKind.Api, $"Deleting Node object '{name}'")], () => api.DeleteAsync($"/api/v1/nodes/{name}", scope.CancellationToken), isMade => isMade);
        return Progress.Done;
    }

    private static bool IsOurs(string cluster, string name) =>
        Enum.GetValues<NodeRole>().Select(role => $"{cluster}-{ClusterPlan.Word(role)}-").Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal) && name[prefix.Length..].All(char.IsAsciiDigit));
}
