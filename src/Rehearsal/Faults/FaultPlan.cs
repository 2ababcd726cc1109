using System.IO.Hashing;
using System.Text;

namespace Masterplan.Rehearsal.Faults;

/// <summary>
/// Decides which calls go wrong. The same names and seed give the same faults for the same subjects, however the calls interleave:
/// the n-th time a fault is asked about a subject has one fixed answer.
/// </summary>
public sealed class FaultPlan
{
    private readonly Lock gate = new();
    private readonly Dictionary<(string Name, string Subject), Count> counts = [];
    private HashSet<string> names = [];

    public FaultPlan(IEnumerable<string> names, int seed) => Switch(names, seed);

    public int Seed { get; private set; }

    public IReadOnlyCollection<string> Names => names;

    public bool IsOn(string name) => names.Contains(name);

    /// <summary>From now on injects these faults instead, counting from the beginning.</summary>
    public void Switch(IEnumerable<string> faults, int seed)
    {
        HashSet<string> next = [.. faults];
        var unknown = next.Except(FaultNames.All).Order().ToList();
        if (unknown.Count > 0)
            throw new ArgumentException($"No fault is called '{string.Join("', '", unknown)}'. Known: {string.Join(", ", FaultNames.All)}.", nameof(faults));
        lock (gate)
        {
            names = next;
            Seed = seed;
            counts.Clear();
        }
    }

    /// <summary>Whether the fault strikes the subject this time. It strikes with the given chance, and each subject at most <paramref name="atMost"/> times.</summary>
    public bool Strikes(string name, string subject, double chance, int atMost = 3)
    {
        if (!IsOn(name))
            return false;
        lock (gate)
        {
            var (asked, struck) = counts.GetValueOrDefault((name, subject));
            var strikes = struck < atMost && Roll(name, subject, asked + 1) < chance;
            counts[(name, subject)] = new(asked + 1, strikes ? struck + 1 : struck);
            return strikes;
        }
    }

    /// <summary>A fixed number in [0, 1) for a fault, a subject and a count.</summary>
    public double Roll(string name, string subject, int count) =>
        XxHash64.HashToUInt64(Encoding.UTF8.GetBytes($"{name}\n{subject}\n{count}"), Seed) / (ulong.MaxValue + 1.0);

    private readonly record struct Count(int Asked, int Struck);
}
