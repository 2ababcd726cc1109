using Masterplan.Runtime.Authoring;

namespace Masterplan.Runtime.Activities.Scheduling;

/// <summary>Starts a workflow again and again; inside of one, waits for one interval. One minute unless stated.</summary>
[Activity("Elsa", "Scheduling", "Start the workflow at a fixed interval, or wait for one.", Kind = ActivityKind.Trigger)]
public sealed class Timer : ScheduledTrigger
{
    [Input(Description = "The time between two runs.", DefaultValue = "00:01:00")]
    public Input<TimeSpan> Interval { get; set; } = new(TimeSpan.FromMinutes(1));

    protected override object GetTriggerPayload(TriggerIndexingContext context)
    {
        var interval = context.Get(Interval);
        TimerStimulus.Check(interval);
        return new TimerStimulus(interval);
    }

    private protected override IEnumerable<(string Input, Action Check)> LiteralChecks() => [];

    private protected override IDueStimulus Wait(ActivityExecutionContext context) =>
        new TimerBookmark(context.WorkflowExecutionContext.SystemClock.UtcNow + context.Get(Interval));
}
