using Masterplan.Runtime.Authoring;
using Masterplan.Runtime.Json;

namespace Masterplan.Runtime.Activities;

/// <summary>Completes the workflow with the given outcomes.</summary>
[Activity("Elsa", "Composition", "Signals the current composite activity to complete itself as a whole.")]
public sealed class Complete : Activity, ITerminal
{
    [Input(UIHint = InputUIHints.OutcomePicker)]
    public Input<object?> Outcomes { get; set; } = new(new Expression("Literal", null));

    protected override async ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        var outcomes = Values.Items(context.Get(Outcomes)).Select(outcome => outcome?.ToString() ?? "").Where(outcome => outcome.Length > 0).ToArray();
        await context.CompleteActivityAsync();
        await context.CompleteCompositeAsync(outcomes);
    }
}
