namespace Masterplan.Activities.Etcd;

/// <summary>One member as it was seen.</summary>
/// <param name="Name">Its name; its peer address while it has never started.</param>
/// <param name="IsLearner">Learners do not vote.</param>
/// <param name="Status">What it said of itself; null when it did not answer.</param>
public sealed record EtcdMember(string Name, bool IsLearner, EtcdMemberStatus? Status)
{
    /// <summary>Its id, as etcdctl takes it.</summary>
    public string Id { get; init; } = "";

    public string PeerUrl { get; init; } = "";

    /// <summary>False for one that was added and has not started yet: it has no name.</summary>
    public bool HasStarted => Name != PeerUrl;
}
