using System.Collections.Concurrent;
using System.IO.Hashing;
using System.Text;

namespace Masterplan.Rehearsal.Faults;

/// <summary>
/// Decides which calls go wrong. The same names and seed give the same faults for the same subjects, however the calls interleave:
/// the n-th time a fault is asked about a subject has one fixed answer.
/// </summary>
public sealed class FaultPlan
{
    private readonly HashSet<string> names;
    private readonly ConcurrentDictionary<(string Name, string Subject), int> asked = new();

    public FaultPlan(IEnumerable<string> names, int seed)
    {
        this.names = [.. names];
        Seed = seed;
        var unknown = this.names.Except(FaultNames.All).Order().ToList();
        if (unknown.Count > 0)
            throw new ArgumentException($"No fault is called '{string.Join("', '", unknown)}'. Known: {string.Join(", ", FaultNames.All)}.", nameof(names));
    }

    public int Seed { get; }

    public IReadOnlyCollection<string> Names => names;

    public bool IsOn(string name) => names.Contains(name);

    /// <summary>Whether the fault strikes the subject this time. It strikes with the given chance, and each subject at most <paramref name="atMost"/> times.</summary>
    public bool Strikes(string name, string subject, double chance, int atMost = 3)
    {
        if (!IsOn(name))
            return false;
        var count = asked.AddOrUpdate((name, subject), 1, (_, n) => n + 1);
        return Enumerable.Range(1, count - 1).Count(n => Roll(name, subject, n) < chance) < atMost && Roll(name, subject, count) < chance;
    }

    /// <summary>A fixed number in [0, 1) for a fault, a subject and a count.</summary>
    public double Roll(string name, string subject, int count) =>
        XxHash64.HashToUInt64(Encoding.UTF8.GetBytes($"{name}\n{subject}\n{count}"), Seed) / (ulong.MaxValue + 1.0);
}
