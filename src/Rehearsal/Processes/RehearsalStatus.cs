using Masterplan.Rehearsal.Cloud.Requests;

namespace Masterplan.Rehearsal.Processes;

/// <summary>A running rehearsal, as <c>GET /rehearsal/status</c> tells.</summary>
/// <param name="Endpoint">The base address for clients of the Exoscale API.</param>
/// <param name="Speed">Simulated seconds a real second.</param>
/// <param name="Faults">Names of faults that are on.</param>
/// <param name="Seed">What decides where they strike.</param>
/// <param name="Pid">The process.</param>
/// <param name="UptimeSeconds">How long it has been running, in real time.</param>
/// <param name="Counts">How many there are of each kind of resource, and operations under way.</param>
/// <param name="Mutations">Calls that change something.</param>
/// <param name="Latencies">How many waits have been imposed.</param>
public sealed record RehearsalStatus(
    string Endpoint,
    double Speed,
    IReadOnlyList<string> Faults,
    int Seed,
    int Pid,
    double UptimeSeconds,
    IReadOnlyDictionary<string, int> Counts,
    Mutations Mutations,
    int Latencies);
