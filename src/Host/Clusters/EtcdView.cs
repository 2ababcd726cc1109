namespace Masterplan.Host.Clusters;

/// <summary>One of a cluster's two etcd clusters, as it was seen.</summary>
/// <param name="Id"><c>infra</c> or <c>kubernetes</c>.</param>
/// <param name="HasQuorum">Whether it serves.</param>
/// <param name="Summary">How it is, in words.</param>
/// <param name="Members">Its members.</param>
internal sealed record EtcdView(string Id, bool HasQuorum, string Summary, IReadOnlyList<EtcdView.Member> Members)
{
    /// <param name="Name">The master that it runs on.</param>
    /// <param name="IsLeader">Whether it leads.</param>
    /// <param name="Answers">Whether it told its status.</param>
    /// <param name="Version">etcd's version; empty while unknown.</param>
    internal sealed record Member(string Name, bool IsLeader, bool Answers, string Version);
}
