using Masterplan.Runtime.Authoring;
using Masterplan.Runtime.Execution;

namespace Masterplan.Runtime.Activities;

/// <summary>Starts one other workflow and, if wanted, waits for its end.</summary>
public abstract class WorkflowDispatch : Activity
{
    [Input(UIHint = InputUIHints.WorkflowDefinitionPicker, DisplayName = "Workflow Definition")]
    [System.ComponentModel.DataAnnotations.Required]
    public Input<string> WorkflowDefinitionId { get; set; } = default!;

    public Input<string?> CorrelationId { get; set; } = new(new Expression("Literal", null));

    [Input(UIHint = InputUIHints.DropDown)]
    public Input<IDictionary<string, object>?> Input { get; set; } = new(new Expression("Literal", null));

    public Input<bool> WaitForCompletion { get; set; } = new(false);

    protected override async ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        var waits = context.Get(WaitForCompletion);
        var dispatcher = context.GetRequiredService<ChildDispatcher>();
        var definition = await dispatcher.PublishedAsync(WorkflowDefinitionId.Get(context));
        var childId = await dispatcher.DispatchAsync(context, definition, context.Get(CorrelationId), context.Get(Input), waits);
        context.JournalData["childInstanceId"] = childId;
        if (waits)
        {
            context.CreateBookmark(new CreateBookmarkArgs { Stimulus = new { childInstanceId = childId }, Callback = OnChildEndedAsync, IncludeActivityInstanceId = true });
            return;
        }

        OnDispatched(context, childId);
        await context.CompleteActivityAsync();
    }

    private protected abstract void OnDispatched(ActivityExecutionContext context, string childId);

    private protected abstract void OnEnded(ActivityExecutionContext context, ChildEnd end);

    private async ValueTask OnChildEndedAsync(ActivityExecutionContext context)
    {
        var end = ChildEnd.Of(context);
        OnEnded(context, end);
        if (end.IsFailed)
            throw new ChildFailedException(
                $"Run '{end.WorkflowInstanceId}' of '{context.Get(WorkflowDefinitionId)}', which this step waits for, ended as {end.WorkflowSubStatus}. Retry this step to start it again.");
        await context.CompleteActivityAsync();
    }
}
