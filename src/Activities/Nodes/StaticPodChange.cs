using System.Text.Json.Nodes;
using Masterplan.Activities.Clusters.Changes;
using Masterplan.Activities.Nodes.Files;
using Masterplan.Activities.Steps;

namespace Masterplan.Activities.Nodes;

/// <summary>
/// Changes one static pod of a node that is in service: fetch the image, take the manifest out, wait until the old process is gone
/// and its ports are free, put the new manifest in, wait until it runs. A new process never meets the old one at its port.
/// </summary>
internal static class StaticPodChange
{
    /// <summary>Goes one step on; null when the node runs the pod as wished.</summary>
    public static async Task<Progress?> AdvanceAsync(ClusterScope scope, INode node, StaticPod pod)
    {
        var path = pod.Manifest.Path;
        var facts = await node.InspectAsync([path], scope.CancellationToken);
        if (facts.TryGetValue(path, out var fact) && fact == pod.Manifest.Fact)
            return await RunsAsync(scope, node, pod) ? null : Progress.NotYet($"Static pod '{pod.Name}' on '{node.Name}' is starting");
        if (fact is not null)
        {
            await node.PullAsync(pod.Image, scope.CancellationToken);
            await scope.ChangeAsync([new(ChangeKind.File, $"{node.Name}: {path} removed")], () => node.DeleteAsync([path], scope.CancellationToken));
        }

        if (await HeldAsync(scope, node, pod) is { } held)
            return held;
        Change[] changes = [new(ChangeKind.File, $"{node.Name}: {path}"), new(ChangeKind.Restart, $"{node.Name}: static pod {pod.Name}")];
        await scope.ChangeAsync(changes, () => node.UploadAsync([pod.Manifest], scope.CancellationToken));
        return Progress.NotYet($"Static pod '{pod.Name}' on '{node.Name}' is starting");
    }

    /// <summary>What of the old pod is still there: a container, or a port that some process holds. A held port is a failure that is retried.</summary>
    public static async Task<Progress?> HeldAsync(ClusterScope scope, INode node, StaticPod pod)
    {
        if ((await PodsAsync(scope, node, pod)).Count > 0)
            return Progress.NotYet($"The old static pod '{pod.Name}' on '{node.Name}' is stopping");
        var listening = await node.MustRunAsync(scope.CancellationToken, "ss", "-Hltnp");
        if (ListeningPort.Find(listening, pod.Ports) is { } port)
            throw new NodeException($"Port {port.Port} of node '{node.Name}', which static pod '{pod.Name}' needs, is still held by {port.Holder}. It is tried again until the port is free; to free it by hand, end that process.", isTransient: true);
        return null;
    }

    private static async Task<bool> RunsAsync(ClusterScope scope, INode node, StaticPod pod)
    {
        var annotation = pod.InputsAnnotation;
        return (await PodsAsync(scope, node, pod)).Any(item =>
            item["state"]?.GetValue<string>() == "SANDBOX_READY" && item["annotations"]?[StaticPod.InputsKey]?.GetValue<string>() == annotation);
    }

    private static async Task<IReadOnlyList<JsonNode>> PodsAsync(ClusterScope scope, INode node, StaticPod pod)
    {
        var output = await node.MustRunAsync(scope.CancellationToken, "crictl", "pods", "--name", $"^{pod.Name}-{node.Name}$", "--state", "Ready", "-o", "json");
        return [.. (JsonNode.Parse(output)?["items"]?.AsArray() ?? []).OfType<JsonNode>()];
    }
}
