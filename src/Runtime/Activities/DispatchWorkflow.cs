using Masterplan.Runtime.Authoring;

namespace Masterplan.Runtime.Activities;

/// <summary>Starts another workflow; with waitForCompletion the step ends when it does, and its output is the result.</summary>
[Activity("Elsa", "Composition", "Create a new workflow instance of the specified workflow and dispatch it for execution.")]
public sealed class DispatchWorkflow : WorkflowDispatch
{
    public Input<bool> StartNewTrace { get; set; } = new(false);

    public Input<string?> ChannelName { get; set; } = new(new Expression("Literal", null));

    public Output<object>? Result { get; set; }

    private protected override void OnDispatched(ActivityExecutionContext context, string childId)
    {
    }

    private protected override void OnEnded(ActivityExecutionContext context, ChildEnd end) => context.Set((Output?)Result, end.WorkflowOutput, "Result");
}
