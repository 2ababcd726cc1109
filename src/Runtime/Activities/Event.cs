using Masterplan.Runtime.Authoring;

namespace Masterplan.Runtime.Activities;

/// <summary>Starts a workflow when an event is published; inside of one, waits for it.</summary>
[Activity("Elsa", "Primitives", "Wait for an event to be published.", Kind = ActivityKind.Trigger)]
public sealed class Event : Trigger<object?>
{
    public Input<string> EventName { get; set; } = default!;

    protected override async ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        if (context.IsTriggerOfWorkflow())
            await OnEventAsync(context);
        else
            context.WaitForEvent(EventName.Get(context), OnEventAsync);
    }

    protected override object GetTriggerPayload(TriggerIndexingContext context) =>
        context.Get(EventName) is { Length: > 0 } name ? new EventStimulus(name) : throw new FormatException("An event that starts a workflow has a name.");

    private ValueTask OnEventAsync(ActivityExecutionContext context)
    {
        context.Set(Result, context.GetEventInput());
        return context.CompleteActivityAsync();
    }
}
