using System.Text.Json.Nodes;
using k8s.Models;
using Masterplan.Activities.Clusters.Changes;
using Masterplan.Activities.Steps;

namespace Masterplan.Activities.Kubernetes.Drain;

/// <summary>Cordons nodes with our mark, and takes back only cordons that carry it.</summary>
public static class Cordon
{
    /// <summary>The annotation that names the run which cordoned a node.</summary>
    public const string Annotation = "masterplan/cordoned-by";

    public static async Task AddAsync(ClusterScope scope, KubernetesApi api, V1Node node)
    {
        if (node.IsCordoned())
            return;
        var patch = Patch(true, scope.Run);
        await scope.ChangeAsync([new(ChangeKind.Api, $"Cordoning node '{node.Metadata.Name}'")], () => api.PatchAsync($"/api/v1/nodes/{node.Metadata.Name}", patch, scope.CancellationToken));
    }

    /// <summary>Uncordons a node if the cordon is ours.</summary>
    public static async Task<bool> RemoveAsync(KubernetesApi api, V1Node node, CancellationToken cancellationToken)
    {
        if (node.Metadata.Annotations?.ContainsKey(Annotation) != true)
            return false;
        await api.PatchAsync($"/api/v1/nodes/{node.Metadata.Name}", Patch(false, null), cancellationToken);
        return true;
    }

    private static JsonObject Patch(bool unschedulable, string? run) => new()
    {
        ["metadata"] = new JsonObject { ["annotations"] = new JsonObject { [Annotation] = run } },
        ["spec"] = new JsonObject { ["unschedulable"] = unschedulable ? true : null },
    };
}
