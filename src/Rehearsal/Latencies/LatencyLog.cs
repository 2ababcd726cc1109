using System.Collections.Concurrent;

namespace Masterplan.Rehearsal.Latencies;

/// <summary>Every wait that the rehearsal imposed, in simulated time: what the longest chain of a run is summed from.</summary>
public sealed class LatencyLog
{
    private readonly ConcurrentQueue<Entry> entries = new();

    /// <summary>Notes one imposed wait.</summary>
    /// <param name="subject">The name of the instance, group, template … that waited.</param>
    /// <param name="step">One of <see cref="LatencySteps"/>.</param>
    /// <param name="simulated">How long, in simulated time.</param>
    public void Record(string subject, string step, TimeSpan simulated) => entries.Enqueue(new(subject, step, simulated.TotalSeconds));

    public IReadOnlyCollection<Entry> All => entries;

    public sealed record Entry(string Subject, string Step, double Seconds);
}
