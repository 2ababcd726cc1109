using Masterplan.Runtime.Authoring;
using Masterplan.Runtime.Triggers;

namespace Masterplan.Runtime.Activities;

/// <summary>Publishes an event to the instances that wait for it and the workflows that begin with it, in the transaction of its checkpoint. A local event stays in its instance.</summary>
[Activity("Elsa", "Primitives", "Publishes an event.")]
public sealed class PublishEvent : CodeActivity
{
    public Input<string> EventName { get; set; } = default!;

    public Input<string?> CorrelationId { get; set; } = new(new Expression("Literal", null));

    public Input<bool> IsLocalEvent { get; set; } = new(false);

    public Input<object?> Payload { get; set; } = new(new Expression("Literal", null));

    protected override void Execute(ActivityExecutionContext context)
    {
        var workflow = context.WorkflowExecutionContext;
        workflow.Checkpoint.PublishedEvents.Add(EventPublication.Of(EventName.Get(context), context.Get(Payload), context.Get(CorrelationId), context.Get(IsLocalEvent) ? workflow.Id : null));
    }
}
