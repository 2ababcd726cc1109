using System.ComponentModel.DataAnnotations;
using Masterplan.Activities.Clusters.Changes;
using Masterplan.Activities.Clusters.Spec;
using Masterplan.Activities.Nodes.Artifacts;
using Masterplan.Activities.Nodes.Files;
using Masterplan.Activities.Steps;

namespace Masterplan.Activities.Nodes;

[Activity("Masterplan", "Nodes", "Has a node fetch the images and the kubelet of a version while everything still runs.", DisplayName = "Prepare node")]
public sealed class PrepareNode : ClusterActivity
{
    [Required]
    [Input(DisplayName = "Node", Description = "The node's name.", Order = -9)]
    public Input<string> Node { get; set; } = default!;

    [Required]
    [Input(DisplayName = "Version", Description = "The Kubernetes version to fetch, as v1.37.1.")]
    public Input<string> TargetVersion { get; set; } = default!;

    protected override async Task<Progress> AttemptAsync(ClusterScope scope)
    {
        var name = scope.Context.Get(Node) ?? "";
        var version = KubernetesVersion.Parse(scope.Context.Get(TargetVersion) ?? "");
        var wished = await scope.ConfigurationAsync(name, version);
        await using var node = await scope.OpenAsync(name);
        foreach (var pod in wished.StaticPods)
            await node.PullAsync(pod.Image, scope.CancellationToken);
        await FetchAsync(scope, node, await KubeletArtifactAsync(scope, version, StagedKubelet(version)));
        return Progress.Done;
    }

    /// <summary>Has a node fetch an artifact, unless it lies there.</summary>
    internal static Task FetchAsync(ClusterScope scope, INode node, NodeArtifact artifact) =>
        scope.ChangeAsync([new(ChangeKind.File, $"{node.Name}: {artifact.Path}")], () => node.FetchAsync(artifact, scope.CancellationToken), isMade => isMade);

    /// <summary>Where a kubelet waits for its turn.</summary>
    internal static string StagedKubelet(KubernetesVersion version) => $"{NodePaths.Downloads}/kubelet-{version}";

    internal static async Task<NodeArtifact> KubeletArtifactAsync(ClusterScope scope, KubernetesVersion version, string path)
    {
        var url = NodeArtifacts.KubeletUrl(version);
        var checksum = await scope.Context.GetRequiredService<ArtifactPins>().ResolveAsync(scope.Plan, url, scope.CancellationToken);
        return new(NodeArtifacts.Download(scope.Plan.Spec, url), checksum, path);
    }
}
