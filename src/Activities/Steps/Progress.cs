namespace Masterplan.Activities.Steps;

/// <summary>What an attempt ended with: done, or not yet and why.</summary>
public sealed record Progress
{
    private Progress()
    {
    }

    /// <summary>The outcomes to leave by; null while the work is not done.</summary>
    public IReadOnlyList<string>? Outcomes { get; private init; }

    /// <summary>What is being waited for, in words.</summary>
    public string Waiting { get; private init; } = "";

    /// <summary>When to look again, in the cloud's time; unset takes the activity's own first delay, factor and ceiling.</summary>
    public TimeSpan? Delay { get; private init; }

    public static Progress Done { get; } = new() { Outcomes = ["Done"] };

    public static Progress DoneWith(string outcome) => new() { Outcomes = [outcome] };

    public static Progress NotYet(string waiting, TimeSpan? delay = null) => new() { Waiting = waiting, Delay = delay };
}
