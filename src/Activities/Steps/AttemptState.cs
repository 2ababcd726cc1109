namespace Masterplan.Activities.Steps;

/// <summary>What a step remembers from attempt to attempt, over restarts.</summary>
public sealed record AttemptState
{
    /// <summary>When the first attempt began, by the wall clock, put off by all the time in which nobody could look.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When the next attempt is due; null in a state that an earlier version wrote.</summary>
    public DateTimeOffset? NextAt { get; init; }

    /// <summary>Attempts begun, failed ones and looks alike.</summary>
    public int Attempts { get; init; }

    /// <summary>Attempts that failed one after another; a look that found everything in order sets it back.</summary>
    public int Failures { get; init; }

    /// <summary>Looks in a row that found it not ready yet.</summary>
    public int Waits { get; init; }

    /// <summary>The last error or reason for waiting.</summary>
    public string Last { get; init; } = "";

    /// <summary>The state at an attempt that begins now. Where it begins late, because the host was down or the run was paused, the deadline moves by that much: it bounds the step, not the host.</summary>
    public AttemptState LookedAtAgain(DateTimeOffset now) => NextAt < now ? this with { StartedAt = StartedAt + (now - NextAt.Value) } : this;
}
