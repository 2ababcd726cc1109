namespace Masterplan.Rehearsal.Machines;

/// <summary>Traffic that a rule lets in.</summary>
/// <param name="Protocol">tcp, udp, icmp …, or all.</param>
/// <param name="StartPort">The first port; null where the protocol has none.</param>
/// <param name="EndPort">The last port.</param>
/// <param name="Sources">Whence, as CIDRs.</param>
public sealed record AllowedTraffic(string Protocol, int? StartPort, int? EndPort, IReadOnlyList<string> Sources);
