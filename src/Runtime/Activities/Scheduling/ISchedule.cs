namespace Masterplan.Runtime.Activities.Scheduling;

/// <summary>Says when a trigger is due.</summary>
internal interface ISchedule
{
    /// <summary>The first time after now; null if there is none.</summary>
    DateTimeOffset? First(DateTimeOffset now);

    /// <summary>The next time after one that was due, and after now; null if there is none any more.</summary>
    DateTimeOffset? Next(DateTimeOffset due, DateTimeOffset now);
}
