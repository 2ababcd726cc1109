namespace Masterplan.Activities.Steps;

/// <summary>What a step remembers from attempt to attempt, over restarts.</summary>
public sealed record AttemptState
{
    /// <summary>When the first attempt began, by the wall clock.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Attempts begun, failed ones and looks alike.</summary>
    public int Attempts { get; init; }

    /// <summary>Attempts that failed one after another; a look that found everything in order sets it back.</summary>
    public int Failures { get; init; }

    /// <summary>Looks in a row that found it not ready yet.</summary>
    public int Waits { get; init; }

    /// <summary>The last error or reason for waiting.</summary>
    public string Last { get; init; } = "";
}
