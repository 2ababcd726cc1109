using k8s.Models;
using Masterplan.Activities.Clusters.Changes;
using Masterplan.Activities.Steps;

namespace Masterplan.Activities.Kubernetes.Drain;

/// <summary>Cordons a node and has its pods leave, without breaking a PodDisruptionBudget.</summary>
internal static class NodeDrain
{
    /// <summary>The node, which must be registered.</summary>
    public static async Task<V1Node> RegisteredAsync(ClusterScope scope, KubernetesApi api, string name) =>
        await api.NodeAsync(name, scope.CancellationToken)
        ?? throw new KubernetesException($"Node '{name}' is not registered with cluster '{scope.Cluster}'. Run `masterplan bootstrap {scope.Cluster}` to bring it back, then retry the step.", isTransient: false);

    /// <summary>Evicts what is left on the cordoned node; null when nothing is, or nothing that would still end on a node that goes for good.</summary>
    public static async Task<Progress?> AdvanceAsync(ClusterScope scope, KubernetesApi api, V1Node node, bool forGood = false)
    {
        await Cordon.AddAsync(scope, api, node);
        var name = node.Metadata.Name;
        var leaving = DrainPlan.Leaving(await api.PodsOnAsync(name, scope.CancellationToken));
        if (leaving.Count == 0)
            return null;
        string? refusal = null;
        foreach (var pod in leaving.Where(pod => pod.Metadata.DeletionTimestamp is null))
        {
            var change = new Change(ChangeKind.Api, $"Evicting pod '{pod.Namespace()}/{pod.Name()}' from '{name}'");
            if (await scope.ChangeAsync([change], () => api.EvictAsync(pod, dryRun: false, scope.CancellationToken), refused => refused is null) is { } refused)
                refusal ??= $"pod '{pod.Namespace()}/{pod.Name()}' may not leave: {refused}";
        }

        if (refusal is null && forGood && !node.IsReady())
            return null;
        return Progress.NotYet(refusal is null ? $"{leaving.Count} pods are leaving '{name}'" : $"Draining '{name}': {refusal}");
    }
}
