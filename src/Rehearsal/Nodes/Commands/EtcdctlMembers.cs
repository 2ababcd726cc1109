using System.Text.Json.Nodes;
using Masterplan.Activities.Nodes;
using Masterplan.Rehearsal.Nodes.Etcd;
using static Masterplan.Rehearsal.Nodes.Commands.CommandTable;

namespace Masterplan.Rehearsal.Nodes.Commands;

/// <summary>The member commands of etcdctl.</summary>
public sealed class EtcdctlMembers(EtcdMember member, Dictionary<string, string> options, bool isJson)
{
    private EtcdCluster Cluster => member.Cluster!;

    public CommandResult Run(string[] words) => words switch
    {
        ["list", ..] => List(),
        ["add", var name, ..] => Add(name),
        ["remove", var id, ..] => Remove(Convert.ToUInt64(id, 16)),
        ["promote", var id, ..] => Promote(Convert.ToUInt64(id, 16)),
        _ => Fail(1, "Error: unknown member command"),
    };

    private CommandResult List() => isJson
        ? Ok(EtcdctlData.Json(new JsonObject { ["header"] = EtcdctlData.Header(member), ["members"] = new JsonArray([.. Cluster.Register.Members.Select(Describe)]) }))
        : Ok(string.Concat(Cluster.Register.Members.Select(m =>
            $"{m.Id:x}, {(m.Joined ? "started" : "unstarted")}, {(m.Joined ? m.Name : string.Empty)}, {m.PeerUrl}, {string.Join(',', m.ClientUrls)}, {(m.IsLearner ? "true" : "false")}\n")));

    private CommandResult Add(string name)
    {
        var url = options.GetValueOrDefault("peer-urls") ?? string.Empty;
        if (Cluster.Register.Members.Any(m => m.PeerUrl == url))
            return Fail(1, "Error: etcdserver: Peer URLs already exists");
        var slot = new EtcdCluster.Slot { Id = EtcdNetwork.IdOf(url, Guid.NewGuid().ToString()), PeerUrl = url, IsLearner = options.ContainsKey("learner") };
        if (slot.IsLearner && Cluster.Register.Members.Any(m => m.IsLearner))
            return Fail(1, "Error: etcdserver: too many learner members in cluster");
        var voters = Cluster.Register.Members.Where(m => !m.IsLearner).ToList();
        if (!slot.IsLearner && Cluster.Running.Count < (voters.Count / 2) + 1)
            return Fail(1, "Error: etcdserver: unhealthy cluster");
        Cluster.Save(r => r.Members.Add(slot));
        Cluster.Reconsider();
        var initial = string.Join(',', Cluster.Register.Members.Select(m => $"{(m == slot ? name : m.Name)}={m.PeerUrl}"));
        return Ok(isJson
            ? EtcdctlData.Json(new JsonObject { ["header"] = EtcdctlData.Header(member), ["member"] = Describe(slot), ["members"] = new JsonArray([.. Cluster.Register.Members.Select(Describe)]) })
            : $"Member {slot.Id:x} added to cluster {Cluster.NumericId:x}\n\nETCD_NAME=\"{name}\"\nETCD_INITIAL_CLUSTER=\"{initial}\"\nETCD_INITIAL_ADVERTISE_PEER_URLS=\"{url}\"\nETCD_INITIAL_CLUSTER_STATE=\"existing\"\n");
    }

    private CommandResult Remove(ulong id)
    {
        if (Cluster.Register.Members.Find(m => m.Id == id) is not { } slot)
            return Fail(1, "Error: etcdserver: member not found");
        var left = Cluster.Register.Members.Where(m => m != slot && !m.IsLearner).ToList();
        if (!slot.IsLearner && Cluster.Running.Count(r => left.Any(m => m.Id == r.Id)) < (left.Count / 2) + 1)
            return Fail(1, "Error: etcdserver: re-configuration failed due to not enough started members");
        Cluster.Save(r => r.Members.Remove(slot));
        Cluster.Reconsider();
        return Ok(isJson ? EtcdctlData.Json(new JsonObject { ["header"] = EtcdctlData.Header(member), ["members"] = new JsonArray([.. Cluster.Register.Members.Select(Describe)]) })
            : $"Member {id:x} removed from cluster {Cluster.NumericId:x}\n");
    }

    private CommandResult Promote(ulong id)
    {
        if (Cluster.Register.Members.Find(m => m.Id == id) is not { } slot)
            return Fail(1, "Error: etcdserver: member not found");
        if (!slot.IsLearner)
            return Fail(1, "Error: etcdserver: can only promote a learner member");
        if (Cluster.Running.All(r => r.Id != id))
            return Fail(1, "Error: etcdserver: can only promote a learner member which is in sync with leader");
        Cluster.Save(_ => slot.IsLearner = false);
        Cluster.Reconsider();
        return Ok($"Member {id:x} promoted in cluster {Cluster.NumericId:x}\n");
    }

    private static JsonObject Describe(EtcdCluster.Slot slot)
    {
        var text = new JsonObject { ["ID"] = slot.Id };
        if (slot.Joined)
            text["name"] = slot.Name;
        text["peerURLs"] = new JsonArray(slot.PeerUrl);
        if (slot.ClientUrls.Count > 0)
            text["clientURLs"] = new JsonArray([.. slot.ClientUrls]);
        if (slot.IsLearner)
            text["isLearner"] = true;
        return text;
    }
}
