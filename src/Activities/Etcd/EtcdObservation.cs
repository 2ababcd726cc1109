namespace Masterplan.Activities.Etcd;

/// <summary>What was seen of an etcd cluster at one time.</summary>
/// <param name="Members">The member list, with each member's own status.</param>
/// <param name="LinearizableRead">Whether a read through the leader worked.</param>
/// <param name="Alarms">Raised alarms such as NOSPACE and CORRUPT.</param>
public sealed record EtcdObservation(IReadOnlyList<EtcdMember> Members, bool LinearizableRead, IReadOnlyList<string> Alarms);
