using System.Text.Json;
using Masterplan.Rehearsal.Latencies;
using Masterplan.Rehearsal.Nodes.Processes;

namespace Masterplan.Rehearsal.Nodes.Etcd;

/// <summary>One etcd cluster from its first quorum on: its membership, its term, its leader, its keys.</summary>
public sealed class EtcdCluster
{
    private readonly World world;
    private readonly string folder;
    private readonly Lock gate = new();
    private readonly List<EtcdMember> running = [];
    private bool electing;

    public EtcdCluster(World world, Guid id)
    {
        this.world = world;
        Id = id;
        folder = FolderOf(world, id);
        Directory.CreateDirectory(folder);
        var file = Path.Combine(folder, "members.json");
        Register = File.Exists(file) ? JsonSerializer.Deserialize<Membership>(File.ReadAllText(file))! : new Membership();
        Keys = new Keyspace(folder);
    }

    public Guid Id { get; }

    public ulong NumericId => BitConverter.ToUInt64(Id.ToByteArray(), 0) >> 1;

    public Membership Register { get; private set; }

    public Keyspace Keys { get; }

    public EtcdMember? Leader { get; private set; }

    /// <summary>Raised when the leader or the membership changed.</summary>
    public Signal Changed { get; } = new();

    public IReadOnlyList<EtcdMember> Running
    {
        get
        {
            lock (gate)
            {
                return [.. running];
            }
        }
    }

    private int Quorum => (Register.Members.Count(m => !m.IsLearner) / 2) + 1;

    public static string FolderOf(World world, Guid id) => Path.Combine(world.StateFolder, "etcd", id.ToString());

    public void Save(Action<Membership> change)
    {
        lock (gate)
        {
            change(Register);
            var file = Path.Combine(folder, "members.json");
            File.WriteAllText(file + ".new", JsonSerializer.Serialize(Register));
            File.Move(file + ".new", file, overwrite: true);
        }
    }

    public void Join(EtcdMember member)
    {
        lock (gate)
        {
            running.Add(member);
            member.Cluster = this;
            Save(r =>
            {
                var slot = r.Members.First(m => m.PeerUrl == member.PeerUrl);
                member.Id = slot.Id;
                (slot.Name, slot.Joined, slot.ClientUrls) = (member.Name, true, [.. member.Options.AdvertisedClients]);
            });
        }

        Reconsider();
    }

    public void Leave(EtcdMember member)
    {
        lock (gate)
        {
            running.Remove(member);
        }

        Reconsider();
    }

    public void MoveLeader(EtcdMember to)
    {
        lock (gate)
        {
            Leader = to;
            Save(r => r.Term++);
        }

        Changed.Raise();
    }

    /// <summary>Drops a leader that lost its quorum, and lets the others elect.</summary>
    public void Reconsider()
    {
        lock (gate)
        {
            if (Leader is not null && !CanLead(Leader))
                Leader = null;
            if (Leader is null && !electing && running.Any(CanLead))
            {
                electing = true;
                _ = Elect();
            }
        }

        Changed.Raise();
        world.Network.Changed.Raise();
    }

    private bool CanLead(EtcdMember member) =>
        running.Contains(member) && Register.Members.Any(m => m.Id == member.Id && !m.IsLearner)
        && running.Count(r => Register.Members.Any(m => m.Id == r.Id && !m.IsLearner) && member.Reaches(r)) >= Quorum;

    private async Task Elect()
    {
        var first = Running[0];
        if (!Running.All(r => r.IsRestored))
            await world.Impose(first.Machine.Name, LatencySteps.EtcdElection, TimeSpan.FromSeconds(first.Name.Length % 2 == 0 ? 1.6 : 2), CancellationToken.None).ConfigureAwait(false);
        lock (gate)
        {
            electing = false;
            Leader = running.Where(CanLead).MaxBy(r => r.Id);
            if (Leader is not null)
                Save(r => r.Term++);
        }

        Changed.Raise();
        world.Network.Changed.Raise();
    }

    public sealed class Membership
    {
        public ulong Term { get; set; } = 1;

        public List<Slot> Members { get; set; } = [];
    }

    public sealed class Slot
    {
        public ulong Id { get; set; }

        public string Name { get; set; } = string.Empty;

        public string PeerUrl { get; set; } = string.Empty;

        public List<string> ClientUrls { get; set; } = [];

        public bool Joined { get; set; }

        public bool IsLearner { get; set; }
    }
}
