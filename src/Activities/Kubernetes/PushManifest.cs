using System.ComponentModel.DataAnnotations;
using Masterplan.Activities.Clusters;
using Masterplan.Activities.Clusters.Changes;
using Masterplan.Activities.Clusters.Spec;
using Masterplan.Activities.Kubernetes.AddOns;
using Masterplan.Activities.Nodes;
using Masterplan.Activities.Steps;

namespace Masterplan.Activities.Kubernetes;

[Activity("Masterplan", "Kubernetes", "Pushes a manifest: a static pod to a node, where the new one starts only when the old one and its ports are gone, or an add-on's objects to the API server.", DisplayName = "Push manifest")]
public sealed class PushManifest : ClusterActivity
{
    [Required]
    [Input(DisplayName = "Manifest", Description = "The static pod's or the add-on's name, as kube-apiserver or coredns.")]
    public Input<string> Manifest { get; set; } = default!;

    [Input(DisplayName = "Node", Description = "The node of a static pod; empty pushes an add-on to the API server.")]
    public Input<string> Node { get; set; } = new("");

    [Input(DisplayName = "Version", Description = "The Kubernetes version of a static pod; empty keeps the node's.")]
    public Input<string> TargetVersion { get; set; } = new("");

    protected override Task<Progress> AttemptAsync(ClusterScope scope)
    {
        var manifest = scope.Context.Get(Manifest) ?? "";
        var node = scope.Context.Get(Node) ?? "";
        return node.Length > 0 ? ToNodeAsync(scope, manifest, node) : ToApiAsync(scope, manifest);
    }

    private async Task<Progress> ToNodeAsync(ClusterScope scope, string manifest, string name)
    {
        var version = scope.Context.Get(TargetVersion) is { Length: > 0 } text ? KubernetesVersion.Parse(text) : (KubernetesVersion?)null;
        var pod = (await scope.ConfigurationAsync(name, version)).StaticPods.FirstOrDefault(pod => pod.Name == manifest)
            ?? throw new ConfigurationException("The manifest", "manifest", $"Node '{name}' runs no static pod '{manifest}'.");
        await using var node = await scope.OpenAsync(name);
        return await StaticPodChange.AdvanceAsync(scope, node, pod) ?? Progress.Done;
    }

    private static async Task<Progress> ToApiAsync(ClusterScope scope, string manifest)
    {
        var api = await scope.AnyApiServerAsync();
        foreach (var wished in AddOnManifests.Render(manifest, scope.Plan))
        {
            var path = ObjectPath.Of(wished);
            if (ObjectDrift.IsAsWished(wished, await api.GetAsync(path, scope.CancellationToken)))
                continue;
            await scope.ChangeAsync([new(ChangeKind.Api, $"Applying {path}")], () => api.ApplyAsync(path, wished, scope.CancellationToken));
        }

        return Progress.Done;
    }
}
