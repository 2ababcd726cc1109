namespace Masterplan.Activities.Etcd;

/// <summary>What a member says of itself (Maintenance.Status).</summary>
public sealed record EtcdMemberStatus(string ClusterId, string MemberId, string Leader, long RaftTerm, long RaftIndex, long RaftAppliedIndex, string Version, IReadOnlyList<string> Errors);
