using System.ComponentModel.DataAnnotations;
using Masterplan.Activities.Clusters.Changes;
using Masterplan.Activities.Clusters.Locks;
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
        var changes = NodeChanges.Compare(wished, await node.InspectAsync(wished.Paths, scope.CancellationToken));
        var memory = await scope.Registry.NodeAsync(scope.Cluster, name, scope.CancellationToken);
        if (memory.ConfiguredAt is not null && (Disrupts(scope.Plan.Node(name), changes) || await IsInTurnAsync(scope, name)))
            return await ChangeInTurnAsync(scope, node, wished, changes);
        await ApplyAsync(scope, node, wished, changes, changes.StaticPods);
        await RememberAsync(scope, name);
        return Progress.Done;
    }

    /// <summary>Restarting what runs on a master that is in service takes an etcd member or an API server away for a moment.</summary>
    private static bool Disrupts(PlannedNode node, NodeChanges changes) =>
        node.Role == NodeRole.Master && (changes.StaticPods.Count > 0 || RestartsEtcd(changes));

    private static string TurnOf(ClusterScope scope, string node) => DisruptionLock.Turn(scope.Run, node);

    /// <summary>Whether an attempt before this one took the lock: what it put in place must run before the lock is given back.</summary>
    private static async Task<bool> IsInTurnAsync(ClusterScope scope, string node) =>
        (await scope.DisruptionLock.FindAsync(scope.Cluster, scope.CancellationToken))?.Owner == TurnOf(scope, node);

    /// <summary>Changes a master in service: under the disruption lock, files and units first, then one static pod after the other, each once those before it run; takes nothing away unless every etcd member is healthy.</summary>
    private static async Task<Progress> ChangeInTurnAsync(ClusterScope scope, INode node, NodeConfiguration wished, NodeChanges changes)
    {
        // Before its turn: they are read anew for each connection, and once those of the masters have ended, no etcd member is healthy until all have new ones.
        var certificates = changes.Certificates;
        await UploadAsync(scope, node, certificates);
        changes = changes with { Files = [.. changes.Files.Except(certificates)] };
        var owner = TurnOf(scope, node.Name);
        var holding = await scope.DisruptionLock.TakeAsync(scope.Cluster, owner, $"changing what runs on '{node.Name}'", scope.CancellationToken);
        if (holding.Owner != owner)
            return Progress.NotYet($"Node '{node.Name}' waits for the disruption lock, which run '{holding.Owner}' holds for {holding.Purpose}");
        if (await TakesAwayAsync(scope, node, changes) && await UnhealthyAsync(scope, node) is { } unhealthy)
            return Progress.NotYet($"Node '{node.Name}' waits to be changed until every etcd member is healthy: {unhealthy}");
        // What pods read lies there before they start anew, and infra-etcd is back before one is taken away.
        await ApplyAsync(scope, node, wished, changes, []);
        if (RestartsEtcd(changes))
            return Progress.NotYet($"infra-etcd on '{node.Name}' is restarting");
        foreach (var pod in wished.StaticPods)
        {
            if (await StaticPodChange.AdvanceAsync(scope, node, pod) is { } waiting)
                return waiting;
        }

        await RememberAsync(scope, node.Name);
        await scope.DisruptionLock.ReleaseAsync(scope.Cluster, owner, scope.CancellationToken);
        return Progress.Done;
    }

    /// <summary>A manifest that is gone already takes nothing away when it is put back, nor does a member that does not run; putting it right may be what makes etcd healthy.</summary>
    private static async Task<bool> TakesAwayAsync(ClusterScope scope, INode node, NodeChanges changes) =>
        RestartsEtcd(changes)
            ? (await node.RunAsync(new(["systemctl", "is-active", NodeUnits.InfraEtcd]), scope.CancellationToken)).Output.Trim() == "active"
            : changes.StaticPods is [var pod, ..] && (await node.InspectAsync([pod.Manifest.Path], scope.CancellationToken)).Count > 0;

    private static bool RestartsEtcd(NodeChanges changes) => changes.Units.Any(unit => unit.Name == NodeUnits.InfraEtcd);

    private static async Task<string?> UnhealthyAsync(ClusterScope scope, INode node)
    {
        foreach (var cluster in EtcdCluster.All)
        {
            var health = await EtcdObserver.ObserveAsync(scope, cluster, node);
            if (!health.AllHealthy)
                return $"{cluster.Id}-etcd: {health.Summary}";
        }

        return null;
    }

    private static async Task ApplyAsync(ClusterScope scope, INode node, NodeConfiguration wished, NodeChanges changes, IReadOnlyList<StaticPod> pods)
    {
        var units = changes.Units.Select(unit => unit.File).ToList();
        await UploadAsync(scope, node, changes.Files);
        if (units.Count > 0)
            await node.UploadAsync([.. changes.Units.Select(unit => unit.RestartDue)], scope.CancellationToken);
        await UploadAsync(scope, node, units);
        if (units.Count > 0)
            await node.MustRunAsync(scope.CancellationToken, "systemctl", "daemon-reload");
        var names = wished.Units.Select(unit => unit.Name).ToList();
        var disabled = await node.DisabledAsync(names, scope.CancellationToken);
        if (disabled.Count > 0)
            await node.MustRunAsync(scope.CancellationToken, ["systemctl", "enable", .. disabled]);
        var due = changes.Units.Select(unit => unit.Name).Union(await node.InactiveAsync(names, scope.CancellationToken)).OrderBy(names.IndexOf).ToList();
        if (due.Count > 0)
        {
            var restarts = due.Select(unit => new Change(ChangeKind.Restart, $"{node.Name}: {unit}")).ToList();
            await scope.ChangeAsync(restarts, () => node.MustRunAsync(scope.CancellationToken, ["systemctl", "restart", "--no-block", .. due]));
        }

        if (units.Count > 0)
            await node.DeleteAsync([.. changes.Units.Select(unit => unit.RestartDue.Path)], scope.CancellationToken);
        await RemoveStrayAsync(scope, node, wished);
        await UploadAsync(scope, node, [.. pods.Select(pod => pod.Manifest)]);
    }

    private static async Task UploadAsync(ClusterScope scope, INode node, IReadOnlyList<NodeFile> files)
    {
        if (files.Count > 0)
            await scope.ChangeAsync([.. files.Select(file => new Change(ChangeKind.File, $"{node.Name}: {file.Path}"))], () => node.UploadAsync(files, scope.CancellationToken));
    }

    private static async Task RemoveStrayAsync(ClusterScope scope, INode node, NodeConfiguration wished)
    {
        var stray = await node.StrayManifestsAsync(wished.StaticPods, scope.CancellationToken);
        if (stray.Count > 0)
            await scope.ChangeAsync([.. stray.Select(path => new Change(ChangeKind.File, $"{node.Name}: {path} removed"))], () => node.DeleteAsync(stray, scope.CancellationToken));
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
