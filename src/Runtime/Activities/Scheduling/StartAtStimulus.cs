namespace Masterplan.Runtime.Activities.Scheduling;

/// <summary>One time, and no other. One that has passed when the definition is published is never due.</summary>
internal sealed record StartAtStimulus(DateTimeOffset DateTime) : ISchedule
{
    public DateTimeOffset? First(DateTimeOffset now) => DateTime > now ? DateTime : null;

    public DateTimeOffset? Next(DateTimeOffset due, DateTimeOffset now) => null;
}
