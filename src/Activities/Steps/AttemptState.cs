namespace Masterplan.Activities.Steps;

/// <summary>What a step remembers from attempt to attempt, over restarts.</summary>
public sealed record AttemptState
{
    /// <summary>
    /// What has been used up of the deadline, in the cloud's time: the waits as they were planned, and what the attempts cost. Time in which nobody could look, because the
    /// host was down, busy or the run was paused, is not in it: the deadline bounds the step, not the host.
    /// </summary>
    public TimeSpan Spent { get; init; }

    /// <summary>Attempts begun, failed ones and looks alike.</summary>
    public int Attempts { get; init; }

    /// <summary>Attempts that failed one after another; a look that found everything in order sets it back.</summary>
    public int Failures { get; init; }

    /// <summary>Looks in a row that found it not ready yet.</summary>
    public int Waits { get; init; }

    /// <summary>The last error or reason for waiting.</summary>
    public string Last { get; init; } = "";
}
