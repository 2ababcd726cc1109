namespace Masterplan.Activities.Etcd;

/// <summary>What is to be done next for a master to take the place of a lost one among the members of an etcd cluster: a pure function of what is seen.</summary>
public abstract record EtcdJoin
{
    private EtcdJoin()
    {
    }

    /// <param name="seen">The cluster, as a member in service sees it.</param>
    /// <param name="name">The master.</param>
    /// <param name="peerUrl">Where its member will be reached.</param>
    public static EtcdJoin Next(EtcdObservation seen, string name, string peerUrl)
    {
        if (seen.Members.FirstOrDefault(member => !member.HasStarted) is { } added)
        {
            return added.PeerUrl == peerUrl
                ? new Start(string.Join(',', seen.Members.Select(member => $"{(member == added ? name : member.Name)}={member.PeerUrl}")))
                : new Wait($"the member at {added.PeerUrl}, which was added before, has not started yet");
        }

        // What is lost costs nothing when it is taken out; what is added has a vote before it has started.
        var lost = seen.Members.FirstOrDefault(member => member.Name == name);
        var health = EtcdVerdict.Judge(seen, seen.Members.Count + (lost is null ? 1 : 0));
        return !health.HasQuorum ? new Wait(health.Summary) : lost is null ? new Add() : new Remove(lost);
    }

    /// <summary>The lost member is taken out.</summary>
    public sealed record Remove(EtcdMember Lost) : EtcdJoin;

    /// <summary>The new member is announced.</summary>
    public sealed record Add : EtcdJoin;

    /// <summary>It may start, with these members as its initial cluster.</summary>
    public sealed record Start(string InitialCluster) : EtcdJoin;

    /// <summary>Not now.</summary>
    public sealed record Wait(string Why) : EtcdJoin;
}
