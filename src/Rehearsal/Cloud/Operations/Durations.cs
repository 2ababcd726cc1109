using Masterplan.Rehearsal.Faults;

namespace Masterplan.Rehearsal.Cloud.Operations;

/// <summary>How long operations take, in simulated time: in the ranges seen on the real API (Exoscale's documentation, issue threads of its tools).</summary>
internal static class Durations
{
    internal static readonly TimeSpan Group = TimeSpan.FromSeconds(2);
    internal static readonly TimeSpan Rule = TimeSpan.FromSeconds(2);
    internal static readonly TimeSpan Update = TimeSpan.FromSeconds(2);
    internal static readonly TimeSpan ElasticIp = TimeSpan.FromSeconds(4);
    internal static readonly TimeSpan Attach = TimeSpan.FromSeconds(6);
    internal static readonly TimeSpan Power = TimeSpan.FromSeconds(8);
    internal static readonly TimeSpan Delete = TimeSpan.FromSeconds(10);
    internal static readonly TimeSpan Template = TimeSpan.FromSeconds(90);

    /// <summary>20 to 30 s, fixed by seed and name.</summary>
    internal static TimeSpan Instance(FaultPlan seed, string name) => TimeSpan.FromSeconds(20 + Math.Round(10 * seed.Roll("create-instance", name, 1), 1));
}
