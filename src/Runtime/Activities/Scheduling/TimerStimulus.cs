namespace Masterplan.Runtime.Activities.Scheduling;

/// <summary>One time after the other, at a fixed interval.</summary>
internal sealed record TimerStimulus(TimeSpan Interval) : ISchedule
{
    public static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);

    public DateTimeOffset? First(DateTimeOffset now) => now + Interval;

    /// <summary>Late or not, the times stay on their grid.</summary>
    public DateTimeOffset? Next(DateTimeOffset due, DateTimeOffset now) => due + (now <= due ? Interval : Interval * (Math.Floor((now - due) / Interval) + 1));

    public static void Check(TimeSpan interval)
    {
        if (interval < Shortest)
            throw new FormatException($"The interval is {interval}, but a timer that starts workflows has one of {Shortest} at the least.");
    }
}
