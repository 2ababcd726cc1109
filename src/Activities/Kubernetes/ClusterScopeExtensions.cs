using Masterplan.Activities.Steps;

namespace Masterplan.Activities.Kubernetes;

/// <summary>Ways from a step to the API servers.</summary>
public static class ClusterScopeExtensions
{
    /// <summary>The API server of one master.</summary>
    public static async Task<KubernetesApi> ApiServerAsync(this ClusterScope scope, string master) =>
        scope.Kubernetes.At(scope.Cluster, await scope.AddressAsync(master), scope.Plan.Spec.Kubernetes.ApiPort);

    /// <summary>The first API server that is ready, masters in order; one that is being replaced may have no instance.</summary>
    /// <exception cref="KubernetesException">None is; transient.</exception>
    public static async Task<KubernetesApi> AnyApiServerAsync(this ClusterScope scope)
    {
        foreach (var master in scope.Plan.Masters)
        {
            if (await scope.FindAddressAsync(master.Name) is null)
                continue;
            var api = await scope.ApiServerAsync(master.Name);
            if (await api.IsReadyAsync(scope.CancellationToken))
                return api;
        }

        throw new KubernetesException($"None of the {scope.Plan.Masters.Count} API servers of cluster '{scope.Cluster}' is ready.", isTransient: true);
    }
}
