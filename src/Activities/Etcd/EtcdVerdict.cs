namespace Masterplan.Activities.Etcd;

/// <summary>Judges an observation: a pure function. The rule of the majority is kubeadm's.</summary>
public static class EtcdVerdict
{
    /// <summary>How far a member's applied log may lag behind what it has received.</summary>
    private const long MaximumLag = 1000;

    /// <summary>Judges what was seen.</summary>
    /// <param name="observation">The cluster.</param>
    /// <param name="expectedMembers">How many voting members the plan has.</param>
    /// <param name="except">A member that does not count, as it is about to be replaced.</param>
    public static EtcdHealth Judge(EtcdObservation observation, int expectedMembers, string? except = null)
    {
        var voters = observation.Members.Where(member => !member.IsLearner).ToList();
        var reference = voters.Select(member => member.Status).OfType<EtcdMemberStatus>()
            .GroupBy(status => (status.ClusterId, status.Leader, status.RaftTerm))
            .OrderByDescending(group => group.Count())
            .FirstOrDefault()?.First();
        var faults = voters.Select(member => (member.Name, Fault: Fault(member.Status, reference))).ToList();
        var healthy = faults.Count(member => member.Fault is null && member.Name != except);
        var total = Math.Max(voters.Count, expectedMembers);
        var quorum = healthy >= (total / 2) + 1 && observation.LinearizableRead && observation.Alarms.Count == 0;
        return new()
        {
            HasQuorum = quorum,
            AllHealthy = quorum && healthy == total - (except is null ? 0 : 1),
            Summary = Summarize(healthy, total, faults, observation),
            Leader = reference is null ? null : observation.Members.FirstOrDefault(member => member.Status?.MemberId == reference.Leader)?.Name,
        };
    }

    private static string? Fault(EtcdMemberStatus? status, EtcdMemberStatus? reference) => status switch
    {
        null => "does not answer",
        { Errors: [var error, ..] } => error,
        { Leader: "0" or "" } => "knows no leader",
        _ when status.ClusterId != reference!.ClusterId => $"belongs to another cluster ({status.ClusterId})",
        _ when status.Leader != reference.Leader || status.RaftTerm != reference.RaftTerm => $"follows another leader (term {status.RaftTerm})",
        _ when status.RaftIndex - status.RaftAppliedIndex >= MaximumLag => $"lags {status.RaftIndex - status.RaftAppliedIndex} entries behind",
        _ => null,
    };

    private static string Summarize(int healthy, int total, IReadOnlyList<(string Name, string? Fault)> faults, EtcdObservation observation)
    {
        var parts = new List<string> { $"{healthy} of {total} members are healthy" };
        parts.AddRange(faults.Where(member => member.Fault is not null).Select(member => $"'{member.Name}' {member.Fault}"));
        parts.AddRange(observation.Alarms.Select(alarm => $"alarm {alarm}"));
        if (!observation.LinearizableRead)
            parts.Add("no linearizable read works");
        return string.Join("; ", parts);
    }
}
