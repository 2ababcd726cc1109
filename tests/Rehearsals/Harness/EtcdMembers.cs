using Masterplan.Activities.Clusters.Ledger;
using Masterplan.Activities.Etcd;

namespace Masterplan.Rehearsals.Harness;

/// <summary>The members of a cluster's etcd clusters, as a master sees them.</summary>
public static class EtcdMembers
{
    /// <summary>Both etcd clusters have exactly the masters, where these are now, and all are healthy.</summary>
    public static async Task ShouldHaveAllMembersAsync(this Stage stage)
    {
        await using var records = stage.Records;
        var masters = new List<KeyValuePair<string, string>>();
        foreach (var node in (await records.Clusters.PlanAsync("demo")).Masters)
            masters.Add(new(node.Name, (await records.Ledger.FindAsync("demo", ResourceKinds.Instance, node.Name))!.Address!));
        using var limit = new CancellationTokenSource(ProgramUnderTest.Guard);
        await using var door = await stage.DoorAsync("demo-master-1");
        foreach (var cluster in EtcdCluster.All)
        {
            // A bootstrap waits for a quorum: the last member may be starting still.
            var etcd = new EtcdCtl(door, cluster, masters);
            EtcdObservation seen;
            while (!EtcdVerdict.Judge(seen = await etcd.ObserveAsync(limit.Token), masters.Count).AllHealthy)
                await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, limit.Token);
            seen.Members.Select(member => $"{member.Name} {member.PeerUrl}").ShouldBe(masters.Select(master => $"{master.Key} {cluster.PeerUrl(master.Value)}"), ignoreOrder: true);
        }
    }
}
