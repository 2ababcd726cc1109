namespace Masterplan.Rehearsal.Processes;

/// <summary>How to start a rehearsal. What is unset stays as it was when the rehearsal ran before, or is the default.</summary>
public sealed record RehearsalStart
{
    /// <summary>Simulated seconds a real second; 60 when neither set nor known from before.</summary>
    public double? Speed { get; init; }

    /// <summary>Names of faults; none when neither set nor known from before.</summary>
    public IReadOnlyList<string>? Faults { get; init; }

    /// <summary>1 when neither set nor known from before.</summary>
    public int? Seed { get; init; }

    /// <summary>
    /// The program and its first arguments; <c>--data</c>, <c>--speed</c>, <c>--seed</c> and, when there are any, <c>--faults</c> follow.
    /// This program's <c>rehearsal serve</c> when unset.
    /// </summary>
    public IReadOnlyList<string>? Command { get; init; }
}
