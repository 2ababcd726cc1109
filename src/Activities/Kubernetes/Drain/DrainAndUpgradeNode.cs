using System.ComponentModel.DataAnnotations;
using k8s.Models;
using Masterplan.Activities.Clusters.Changes;
using Masterplan.Activities.Clusters.Spec;
using Masterplan.Activities.Nodes;
using Masterplan.Activities.Nodes.Files;
using Masterplan.Activities.Steps;

namespace Masterplan.Activities.Kubernetes.Drain;

[Activity("Masterplan", "Kubernetes", "Cordons a node, drains it without breaking a PodDisruptionBudget, and brings its kubelet to a version. The cordon stays for the gate after it.", DisplayName = "Drain and upgrade node")]
public sealed class DrainAndUpgradeNode : ClusterActivity
{
    [Required]
    [Input(DisplayName = "Node", Description = "The node's name.", Order = -9)]
    public Input<string> Node { get; set; } = default!;

    [Required]
    [Input(DisplayName = "Version", Description = "The Kubernetes version to reach, as v1.37.1.")]
    public Input<string> TargetVersion { get; set; } = default!;

    protected override async Task<Progress> AttemptAsync(ClusterScope scope)
    {
        var name = scope.Context.Get(Node) ?? "";
        var version = KubernetesVersion.Parse(scope.Context.Get(TargetVersion) ?? "");
        var api = await scope.AnyApiServerAsync();
        var node = await NodeDrain.RegisteredAsync(scope, api, name);
        var memory = await scope.Registry.NodeAsync(scope.Cluster, name, scope.CancellationToken);
        if (memory.Version != version.ToString())
        {
            if (await NodeDrain.AdvanceAsync(scope, api, node) is { } waiting)
                return waiting;
            await UpgradeAsync(scope, name, version);
        }

        return Reached(await api.NodeAsync(name, scope.CancellationToken), name, version);
    }

    private static Progress Reached(V1Node? node, string name, KubernetesVersion version) =>
        node is not null && node.KubeletVersion() == version.ToString() && node.IsReady()
            ? Progress.Done
            : Progress.NotYet($"The kubelet of '{name}' reports {node?.KubeletVersion() ?? "nothing"}, not yet {version} and Ready");

    /// <summary>Puts the staged kubelet in place with the configuration of its version.</summary>
    private static async Task UpgradeAsync(ClusterScope scope, string name, KubernetesVersion version)
    {
        await using var node = await scope.OpenAsync(name);
        await PrepareNode.FetchAsync(scope, node, await PrepareNode.KubeletArtifactAsync(scope, version, $"{NodePaths.Binaries}/kubelet"));
        var wished = await scope.ConfigurationAsync(name, version);
        var kubelet = wished.Units.Single(unit => unit.Name == NodeUnits.Kubelet);
        var changes = NodeChanges.Compare(wished with { StaticPods = [], Units = [kubelet] }, await node.InspectAsync([.. wished.AllFiles.Select(file => file.Path)], scope.CancellationToken));
        var files = changes.Files.Concat(changes.Units.Select(unit => unit.File)).ToList();
        if (files.Count > 0)
            await scope.ChangeAsync([.. files.Select(file => new Change(ChangeKind.File, $"{name}: {file.Path}"))], () => node.UploadAsync(files, scope.CancellationToken));
        await node.MustRunAsync(scope.CancellationToken, "systemctl", "daemon-reload");
        var restart = new NodeCommand("systemctl", "restart", NodeUnits.Kubelet) { Limit = NodeLimits.Restart };
        await scope.ChangeAsync([new(ChangeKind.Restart, $"{name}: {NodeUnits.Kubelet}")], () => node.MustRunAsync(restart, scope.CancellationToken));
        await scope.Registry.RememberAsync(scope.Cluster, name, row => row.Version = version.ToString(), scope.CancellationToken);
    }
}
