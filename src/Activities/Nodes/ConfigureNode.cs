using System.ComponentModel.DataAnnotations;
using Masterplan.Activities.Clusters.Changes;
using Masterplan.Activities.Clusters.Planning;
using Masterplan.Activities.Etcd;
using Masterplan.Activities.Nodes.Files;
using Masterplan.Activities.Steps;

namespace Masterplan.Activities.Nodes;

[Activity("Masterplan", "Nodes", "Brings a node's files, units and static pods to what the plan says, and restarts only what changed.", DisplayName = "Configure node")]
public sealed class ConfigureNode : ClusterActivity
{
    [Required]
    [Input(DisplayName = "Node", Description = "The node's name.", Order = -9)]
    public Input<string> Node { get; set; } = default!;

    protected override async Task<Progress> AttemptAsync(ClusterScope scope)
    {
        var name = scope.Context.Get(Node) ?? "";
        var wished = await scope.ConfigurationAsync(name);
        await using var node = await scope.OpenAsync(name);
        var changes = NodeChanges.Compare(wished, await node.InspectAsync([.. wished.AllFiles.Select(file => file.Path)], scope.CancellationToken));
        var memory = await scope.Registry.NodeAsync(scope.Cluster, name, scope.CancellationToken);
        if (memory.ConfiguredAt is not null && Disrupts(scope.Plan.Node(name), changes))
            return await ChangeInTurnAsync(scope, node, wished, changes);
        await ApplyAsync(scope, node, wished, changes, changes.StaticPods);
        await RememberAsync(scope, name);
        return Progress.Done;
    }

    /// <summary>Restarting what runs on a master that is in service takes an etcd member or an API server away for a moment.</summary>
    private static bool Disrupts(PlannedNode node, NodeChanges changes) =>
        node.Role == NodeRole.Master && (changes.StaticPods.Count > 0 || changes.Units.Any(unit => unit.Name == NodeUnits.InfraEtcd));

    /// <summary>Changes a master in service: under the disruption lock, one static pod at a time, and only while every etcd member is healthy.</summary>
    private static async Task<Progress> ChangeInTurnAsync(ClusterScope scope, INode node, NodeConfiguration wished, NodeChanges changes)
    {
        var owner = $"{scope.Run}/{node.Name}";
        var holding = await scope.DisruptionLock.TakeAsync(scope.Cluster, owner, $"changing what runs on '{node.Name}'", scope.CancellationToken);
        if (holding.Owner != owner)
            return Progress.NotYet($"Node '{node.Name}' waits for the disruption lock, which run '{holding.Owner}' holds for {holding.Purpose}");
        foreach (var cluster in new[] { EtcdCluster.Infra, EtcdCluster.Kubernetes })
        {
            var health = await EtcdObserver.ObserveAsync(scope, cluster);
            if (!health.AllHealthy)
                return Progress.NotYet($"Node '{node.Name}' waits to be changed until every member of {cluster.Id}-etcd is healthy: {health.Summary}");
        }

        if (changes.StaticPods is [var pod, ..] && await StaticPodChange.AdvanceAsync(scope, node, pod) is { } waiting)
            return waiting;
        await ApplyAsync(scope, node, wished, changes, []);
        if (changes.StaticPods.Count > 1)
            return Progress.NotYet($"{changes.StaticPods.Count - 1} more static pods of '{node.Name}' to change");
        await RememberAsync(scope, node.Name);
        await scope.DisruptionLock.ReleaseAsync(scope.Cluster, owner, scope.CancellationToken);
        return Progress.Done;
    }

    private static async Task ApplyAsync(ClusterScope scope, INode node, NodeConfiguration wished, NodeChanges changes, IReadOnlyList<StaticPod> pods)
    {
        var units = changes.Units.Select(unit => unit.File).ToList();
        await UploadAsync(scope, node, [.. changes.Files, .. units]);
        if (units.Count > 0)
            await node.MustRunAsync(scope.CancellationToken, "systemctl", "daemon-reload");
        var names = wished.Units.Select(unit => unit.Name).ToList();
        var disabled = await node.DisabledAsync(names, scope.CancellationToken);
        if (disabled.Count > 0)
            await node.MustRunAsync(scope.CancellationToken, ["systemctl", "enable", .. disabled]);
        var due = changes.Units.Select(unit => unit.Name).Union(await node.InactiveAsync(names, scope.CancellationToken)).OrderBy(names.IndexOf).ToList();
        if (due.Count > 0)
        {
            await node.MustRunAsync(scope.CancellationToken, ["systemctl", "restart", "--no-block", .. due]);
            await scope.ChangedAsync(ChangeKind.Restart, [.. due.Select(unit => $"{node.Name}: {unit}")]);
        }

        await RemoveStrayAsync(scope, node, wished);
        await UploadAsync(scope, node, [.. pods.Select(pod => pod.Manifest)]);
    }

    private static async Task UploadAsync(ClusterScope scope, INode node, IReadOnlyList<NodeFile> files)
    {
        if (files.Count == 0)
            return;
        await node.UploadAsync(files, scope.CancellationToken);
        await scope.ChangedAsync(ChangeKind.File, [.. files.Select(file => $"{node.Name}: {file.Path}")]);
    }

    private static async Task RemoveStrayAsync(ClusterScope scope, INode node, NodeConfiguration wished)
    {
        var stray = await node.StrayManifestsAsync(wished.StaticPods, scope.CancellationToken);
        if (stray.Count == 0)
            return;
        await node.DeleteAsync(stray, scope.CancellationToken);
        await scope.ChangedAsync(ChangeKind.File, [.. stray.Select(path => $"{node.Name}: {path} removed")]);
    }

    private static async Task RememberAsync(ClusterScope scope, string name)
    {
        var version = (await scope.VersionAsync(name)).ToString();
        var now = scope.Clock.GetUtcNow();
        var memory = await scope.Registry.NodeAsync(scope.Cluster, name, scope.CancellationToken);
        if (memory.ConfiguredAt is null || memory.Version != version)
            await scope.Registry.RememberAsync(scope.Cluster, name, row => (row.ConfiguredAt, row.Version) = (row.ConfiguredAt ?? now, version), scope.CancellationToken);
    }
}
