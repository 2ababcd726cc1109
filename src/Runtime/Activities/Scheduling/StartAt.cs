using System.ComponentModel.DataAnnotations;
using Masterplan.Runtime.Authoring;

namespace Masterplan.Runtime.Activities.Scheduling;

/// <summary>Starts a workflow once, at a time; inside of one, waits until then, or not at all if it has passed.</summary>
[Activity("Elsa", "Scheduling", "Start the workflow once at a time, or wait for it.", DisplayName = "Start at", Kind = ActivityKind.Trigger)]
public sealed class StartAt : ScheduledTrigger
{
    [Required]
    [Input(Description = "The time; UTC unless it names its offset.")]
    public Input<DateTimeOffset> DateTime { get; set; } = default!;

    protected override object GetTriggerPayload(TriggerIndexingContext context) => new StartAtStimulus(context.Get(DateTime));

    private protected override IEnumerable<(string Input, Action Check)> LiteralChecks() => [];

    private protected override IDueStimulus? Wait(ActivityExecutionContext context)
    {
        var time = context.Get(DateTime);
        return time > context.WorkflowExecutionContext.SystemClock.UtcNow ? new StartAtBookmark(time) : null;
    }
}
