using Masterplan.Rehearsal.Latencies;

namespace Masterplan.Rehearsal.Processes;

/// <summary>Imposed waits: the answer of <c>GET /rehearsal/latencies?since=N</c>.</summary>
/// <param name="Entries">The waits from that index on.</param>
/// <param name="Next">The index to ask for next time.</param>
public sealed record LatencyPage(IReadOnlyList<LatencyLog.Entry> Entries, int Next);
