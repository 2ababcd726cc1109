namespace Masterplan.Rehearsal.Processes;

/// <summary>
/// What <c>rehearsal.json</c> says: who serves, where, as what, and the credentials that it takes.
/// Addresses and credentials stay the same over restarts.
/// </summary>
/// <param name="Block">The third number of all addresses.</param>
/// <param name="Endpoint">The base address for clients of the Exoscale API.</param>
/// <param name="ApiKey">The key that is accepted.</param>
/// <param name="ApiSecret">Its secret.</param>
/// <param name="Speed">Simulated seconds a real second.</param>
/// <param name="Faults">Names of faults that are on.</param>
/// <param name="Seed">What decides where they strike.</param>
/// <param name="Build">The build that serves: another one's rehearsal is started anew.</param>
/// <param name="Pid">The process that serves, or served.</param>
/// <param name="StartedAt">When that process started: a process of another time with the same number is not it.</param>
public sealed record RehearsalDescription(
    int Block,
    string Endpoint,
    string ApiKey,
    string ApiSecret,
    double Speed,
    IReadOnlyList<string> Faults,
    int Seed,
    Guid Build,
    int Pid,
    DateTimeOffset StartedAt)
{
    internal static Guid ThisBuild { get; } = typeof(RehearsalDescription).Module.ModuleVersionId;

    /// <summary>The address below which <c>rehearsal/…</c> is.</summary>
    public Uri BaseAddress => new(new Uri(Endpoint), "/");

    /// <summary>The secret is not shown.</summary>
    public override string ToString() => $"Rehearsal at '{Endpoint}' (speed {Speed}, process {Pid})";
}
