using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Masterplan.Activities.Clusters.Changes;
using Masterplan.Activities.Clusters.Storage;
using Masterplan.Activities.Nodes;
using Masterplan.Activities.Steps;

namespace Masterplan.Activities.Etcd;

[Activity("Masterplan", "etcd", "Gives a master that is there in the place of a lost one the lost one's place in both etcd clusters. One that has been there from the beginning has it.", DisplayName = "Join etcd")]
public sealed class JoinEtcd : ClusterActivity
{
    [Required]
    [Input(DisplayName = "Node", Description = "The master's name.", Order = -9)]
    public Input<string> Node { get; set; } = default!;

    /// <summary>What a master found when it joined, by the etcd cluster's id; nothing for one that was there from the beginning.</summary>
    internal static IReadOnlyDictionary<string, string> Joined(NodeRow row) =>
        row.EtcdJoins is { } json ? JsonSerializer.Deserialize<Dictionary<string, string>>(json)! : new Dictionary<string, string>();

    protected override async Task<Progress> AttemptAsync(ClusterScope scope)
    {
        var name = scope.Context.Get(Node) ?? "";
        var row = await scope.Registry.NodeAsync(scope.Cluster, name, scope.CancellationToken);
        if (row.EtcdJoins is null)
            return Progress.Done;
        var members = await InServiceAsync(scope, name);
        if (members.Count == 0)
        {
            await scope.Registry.BeginEtcdAnewAsync(scope.Cluster, scope.CancellationToken);
            return Progress.Done;
        }

        var joined = new Dictionary<string, string>(Joined(row), StringComparer.Ordinal);
        foreach (var cluster in EtcdCluster.All.Where(cluster => !joined.ContainsKey(cluster.Id)))
        {
            var next = await AdvanceAsync(scope, cluster, name, members);
            if (next is not EtcdJoin.Start start)
                return Progress.NotYet($"Master '{name}' joins {cluster.Id}-etcd: {(next as EtcdJoin.Wait)?.Why ?? "a member is being changed"}");
            joined[cluster.Id] = start.InitialCluster;
            await scope.Registry.RememberAsync(scope.Cluster, name, known => known.EtcdJoins = JsonSerializer.Serialize(joined), scope.CancellationToken);
        }

        return Progress.Done;
    }

    /// <summary>Does the next step, and tells which is due after it.</summary>
    private static async Task<EtcdJoin> AdvanceAsync(ClusterScope scope, EtcdCluster cluster, string name, IReadOnlyList<string> members)
    {
        var masters = await scope.MasterAddressesAsync();
        var peerUrls = masters.ToDictionary(master => master.Key, master => cluster.PeerUrl(master.Value), StringComparer.Ordinal);
        await using var node = await OpenAnyAsync(scope, members);
        var etcd = new EtcdCtl(node, cluster, [.. masters.Where(master => master.Key != name)]);
        while (true)
        {
            var next = EtcdJoin.Next(await etcd.ObserveAsync(scope.CancellationToken), name, peerUrls);
            switch (next)
            {
                case EtcdJoin.Remove remove:
                    var removal = new Change(ChangeKind.Api, $"Removing member '{remove.Lost.Name}' at {remove.Lost.PeerUrl} from {cluster.Id}-etcd");
                    await scope.ChangeAsync([removal], () => etcd.RemoveMemberAsync(remove.Lost.Id, scope.CancellationToken));
                    break;
                case EtcdJoin.Add:
                    var addition = new Change(ChangeKind.Api, $"Adding member '{name}' at {peerUrls[name]} to {cluster.Id}-etcd");
                    await scope.ChangeAsync([addition], () => etcd.AddMemberAsync(name, peerUrls[name], scope.CancellationToken));
                    break;
                default:
                    return next;
            }
        }
    }

    private static async Task<IReadOnlyList<string>> InServiceAsync(ClusterScope scope, string except)
    {
        var configured = (await scope.Registry.NodesAsync(scope.Cluster, scope.CancellationToken)).Where(row => row.ConfiguredAt is not null).Select(row => row.Name).ToHashSet(StringComparer.Ordinal);
        return [.. scope.Plan.Masters.Select(master => master.Name).Where(name => name != except && configured.Contains(name))];
    }

    /// <summary>The first of them that can be reached.</summary>
    private static async Task<INode> OpenAnyAsync(ClusterScope scope, IReadOnlyList<string> members)
    {
        foreach (var member in members.SkipLast(1))
        {
            try
            {
                return await scope.OpenAsync(member);
            }
            catch (NodeException exception) when (exception.IsTransient)
            {
                // The next one may answer.
            }
        }

        return await scope.OpenAsync(members[^1]);
    }
}
