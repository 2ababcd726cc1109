using Masterplan.Runtime.Authoring;
using Masterplan.Runtime.Execution;

namespace Masterplan.Runtime.Activities;

/// <summary>Finishes the instance, whatever else is under way in it.</summary>
[Activity("Elsa", "Primitives", "Mark the workflow as finished.")]
public sealed class Finish : Activity, ITerminal
{
    protected override async ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        await context.CompleteActivityAsync();
        context.WorkflowExecutionContext.FinishReason = FinishReason.Finished;
    }
}
