using System.Collections.Concurrent;
using Masterplan.Activities.Steps;

namespace Masterplan.Activities.Tests.Steps;

/// <summary>What the attempts of a <see cref="Probe"/> do, one after the other; the last one again and again. Notes when each began.</summary>
public sealed class ProbeScript
{
    private readonly ConcurrentQueue<DateTimeOffset> attempts = new();

    public IReadOnlyList<Func<Progress>> Acts { get; set; } = [() => Progress.Done];

    /// <summary>Seconds from one attempt to the next.</summary>
    public IReadOnlyList<double> Gaps => [.. attempts.Zip(attempts.Skip(1), (before, after) => Math.Round((after - before).TotalSeconds, 3))];

    public int Attempts => attempts.Count;

    public Progress Act(DateTimeOffset now)
    {
        attempts.Enqueue(now);
        return Acts[Math.Min(attempts.Count, Acts.Count) - 1]();
    }
}
