namespace Masterplan.Runtime.Authoring;

/// <summary>A child's end, as its owner sees it.</summary>
public sealed record ActivityCompletedContext(ActivityExecutionContext TargetContext, ActivityExecutionContext ChildContext, object? Result = null)
{
    public WorkflowExecutionContext WorkflowExecutionContext => TargetContext.WorkflowExecutionContext;
}
