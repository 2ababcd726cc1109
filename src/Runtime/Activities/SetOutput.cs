using Masterplan.Runtime.Authoring;

namespace Masterplan.Runtime.Activities;

/// <summary>Sets an output of the workflow.</summary>
[Activity("Elsa", "Composition", "Sets the workflow's output value.")]
public sealed class SetOutput : CodeActivity
{
    [Input(UIHint = InputUIHints.OutputPicker)]
    public Input<string> OutputName { get; set; } = default!;

    public Input<object?> OutputValue { get; set; } = new(new Expression("Literal", null));

    protected override void Execute(ActivityExecutionContext context)
    {
        var (name, value) = (OutputName.Get(context), context.Get(OutputValue));
        if (!context.TrySetWorkflowOutput(name, value) && context.Host is null)
            context.WorkflowExecutionContext.SetOutput(name, value);
    }
}
