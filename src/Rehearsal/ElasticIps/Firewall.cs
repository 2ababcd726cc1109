using Masterplan.Rehearsal.Cloud.State;

namespace Masterplan.Rehearsal.ElasticIps;

/// <summary>Whether security groups let traffic in. On loopback nobody has an address outside, so any rule that names a network counts.</summary>
internal static class Firewall
{
    internal static bool Admits(IEnumerable<SecurityGroupRecord> groups, int port) => groups.SelectMany(g => g.Rules).Any(r =>
        r is { FlowDirection: "ingress", Network: not null }
        && (r.Protocol == "all" || (r.Protocol == "tcp" && r.StartPort <= port && port <= r.EndPort)));
}
