namespace Masterplan.Activities.Etcd;

/// <summary>What is to be done next for a master to take the place of a lost one among the members of an etcd cluster: a pure function of what is seen.</summary>
public abstract record EtcdJoin
{
    private EtcdJoin()
    {
    }

    /// <param name="seen">The cluster, as a member in service sees it.</param>
    /// <param name="name">The master.</param>
    /// <param name="peerUrls">Where the masters' members are reached now, by name.</param>
    public static EtcdJoin Next(EtcdObservation seen, string name, IReadOnlyDictionary<string, string> peerUrls)
    {
        var added = seen.Members.FirstOrDefault(member => !member.HasStarted);
        if (added?.PeerUrl == peerUrls[name])
            return new Start(string.Join(',', seen.Members.Select(member => $"{(member == added ? name : member.Name)}={member.PeerUrl}")));
        if (added is not null && peerUrls.Values.Contains(added.PeerUrl))
            return new Wait($"the member at {added.PeerUrl}, which was added before, has not started yet");
        // What is lost costs nothing when it is taken out, as one whose machine went before it had started; what is added has a vote before it has started.
        var lost = added ?? seen.Members.FirstOrDefault(member => member.Name == name);
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
