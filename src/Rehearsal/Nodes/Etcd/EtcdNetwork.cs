using System.Security.Cryptography;
using System.Text;
using Masterplan.Rehearsal.Nodes.Processes;

namespace Masterplan.Rehearsal.Nodes.Etcd;

/// <summary>Where etcd members find each other, and a first quorum becomes a cluster.</summary>
public sealed class EtcdNetwork(World world)
{
    private readonly Lock gate = new();
    private readonly Dictionary<Guid, EtcdCluster> clusters = [];
    private readonly List<EtcdMember> members = [];

    public EtcdCluster Open(Guid id)
    {
        lock (gate)
        {
            if (!clusters.TryGetValue(id, out var cluster))
                clusters[id] = cluster = new EtcdCluster(world, id);
            return cluster;
        }
    }

    /// <summary>Brings a started member into its cluster, or has it wait until a quorum of its initial cluster runs.</summary>
    public void Join(EtcdMember member)
    {
        lock (gate)
        {
            members.Add(member);
            if (MarkOf(member) is { } known)
                Open(known).Join(member);
            else if (member.Options.State == "existing")
                JoinExisting(member);
            else
                JoinNew(member);
        }
    }

    public void Leave(EtcdMember member)
    {
        lock (gate)
        {
            members.Remove(member);
        }

        member.Cluster?.Leave(member);
    }

    public static ulong IdOf(string peerUrl, string token) =>
        BitConverter.ToUInt64(SHA256.HashData(Encoding.UTF8.GetBytes(peerUrl + token)), 0) >> 1;

    public static void Mark(SimulatedMachine machine, string dataDirOnDisk, Guid cluster)
    {
        machine.Disk.WriteText($"{dataDirOnDisk}/member/snap/db", cluster.ToString(), "0600");
        machine.Disk.WriteText($"{dataDirOnDisk}/member/wal/0.wal", cluster.ToString(), "0600");
    }

    private static string PathOf(EtcdMember member) => $"{member.DataFolder}/member/snap/db";

    private static Guid? MarkOf(EtcdMember member) => Guid.TryParse(member.Machine.Disk.ReadText(PathOf(member)), out var id) ? id : null;

    private void JoinExisting(EtcdMember member)
    {
        var cluster = Peers(member).Select(p => p.Cluster).FirstOrDefault(c => c is not null)
            ?? throw new RefusalException("cannot fetch cluster info from peer urls: could not retrieve cluster information from the given URLs");
        var slot = cluster.Register.Members.Find(m => m.PeerUrl == member.PeerUrl);
        if (slot is null || cluster.Register.Members.Count != member.Options.InitialCluster.Count)
            throw new RefusalException("error validating peerURLs: member count is unequal");
        Enter(member, cluster);
    }

    private void JoinNew(EtcdMember member)
    {
        var peers = Peers(member).ToList();
        if (peers.Select(p => p.Cluster).FirstOrDefault(c => c is not null) is { } cluster)
        {
            var slot = cluster.Register.Members.Find(m => m.PeerUrl == member.PeerUrl);
            if (slot is null or { Joined: true })
                throw new RefusalException($"member {IdOf(member.PeerUrl, member.Options.Token):x} has already been bootstrapped");
            Enter(member, cluster);
            return;
        }

        var waiting = peers.Where(p => p.Options.Token == member.Options.Token && SameMembers(p, member)).Append(member).ToList();
        if (waiting.Count < (member.Options.InitialCluster.Count / 2) + 1)
            return;
        var id = Guid.NewGuid();
        var made = Open(id);
        made.Save(r => r.Members = [.. member.Options.InitialCluster.Select(m => new EtcdCluster.Slot { Id = IdOf(m.Value, member.Options.Token), Name = m.Key, PeerUrl = m.Value })]);
        waiting.ForEach(w => Enter(w, made));
    }

    private static bool SameMembers(EtcdMember one, EtcdMember other) =>
        one.Options.InitialCluster.Select(m => $"{m.Key}={m.Value}").ToHashSet().SetEquals(other.Options.InitialCluster.Select(m => $"{m.Key}={m.Value}"));

    private static void Enter(EtcdMember member, EtcdCluster cluster)
    {
        Mark(member.Machine, member.DataFolder, cluster.Id);
        cluster.Join(member);
    }

    private IEnumerable<EtcdMember> Peers(EtcdMember member) =>
        members.Where(m => m != member && member.Options.InitialCluster.ContainsValue(m.PeerUrl) && member.Reaches(m));
}
