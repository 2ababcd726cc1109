namespace Masterplan.Runtime.Activities.Scheduling;

/// <summary>What a run that a schedule started is told: for when it was due, and whether it comes late because nothing was running then.</summary>
public sealed record ScheduleFiring(DateTimeOffset DueAt, DateTimeOffset StartedAt, bool IsLate)
{
    /// <summary>The workflow input under which it comes.</summary>
    public const string InputKey = "Schedule";
}
