using Masterplan.Runtime.Authoring;

namespace Masterplan.Runtime.Activities;

/// <summary>Starts another workflow. It runs beside this one, not inside the step; with waitForCompletion the step ends when it does.</summary>
[Activity("Elsa", "Composition", "Execute a workflow and wait for its completion.", Kind = ActivityKind.Task)]
public sealed class ExecuteWorkflow : WorkflowDispatch
{
    public Output<ExecuteWorkflowResult>? Result { get; set; }

    private protected override void OnDispatched(ActivityExecutionContext context, string childId) =>
        context.Set(Result, new ExecuteWorkflowResult(childId, WorkflowStatus.Running, WorkflowSubStatus.Pending, new Dictionary<string, object?>()));

    private protected override void OnEnded(ActivityExecutionContext context, ChildEnd end) =>
        context.Set(Result, new ExecuteWorkflowResult(end.WorkflowInstanceId, end.WorkflowStatus, end.WorkflowSubStatus, end.WorkflowOutput ?? []));
}
