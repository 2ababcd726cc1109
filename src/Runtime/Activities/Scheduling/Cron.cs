using System.ComponentModel.DataAnnotations;
using Masterplan.Runtime.Authoring;

namespace Masterplan.Runtime.Activities.Scheduling;

/// <summary>Starts a workflow at the times of a cron expression; inside of one, waits for the next of them.</summary>
[Activity("Elsa", "Scheduling", "Start the workflow at the times of a cron expression, or wait for the next of them.", Kind = ActivityKind.Trigger)]
public sealed class Cron : ScheduledTrigger
{
    [Required]
    [Input(Description = "Minute, hour, day of the month, month, day of the week; with a sixth field in front for seconds.")]
    public Input<string> CronExpression { get; set; } = default!;

    [Input(Description = "The IANA id of the time zone that the expression means, such as Europe/Zurich; unset means UTC.")]
    public Input<string?> TimeZone { get; set; } = new(new Expression("Literal", null));

    protected override object GetTriggerPayload(TriggerIndexingContext context) => new CronStimulus(context.Get(CronExpression) ?? "", context.Get(TimeZone));

    private protected override IEnumerable<(string Input, Action Check)> LiteralChecks()
    {
        if (Literal<string>(CronExpression) is { Length: > 0 } expression)
            yield return ("cronExpression", () => CronStimulus.Parse(expression));
        if (Literal<string>(TimeZone) is { } zone)
            yield return ("timeZone", () => CronStimulus.Zone(zone));
    }

    private protected override IDueStimulus Wait(ActivityExecutionContext context)
    {
        var cron = new CronStimulus(CronExpression.Get(context), context.Get(TimeZone));
        var next = cron.First(context.WorkflowExecutionContext.SystemClock.UtcNow)
            ?? throw new FaultException("NoTime", "Schedule", "Cron", $"'{cron.CronExpression}' will not be due any more.");
        return new CronBookmark(next, cron.CronExpression, cron.TimeZone);
    }
}
