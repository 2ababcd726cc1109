using Masterplan.Runtime.Authoring;

namespace Masterplan.Runtime.Activities;

/// <summary>What an activity is told when a workflow that it waits for has ended.</summary>
internal sealed record ChildEnd(string WorkflowInstanceId, WorkflowStatus WorkflowStatus, WorkflowSubStatus WorkflowSubStatus, Dictionary<string, object?>? WorkflowOutput, int Index)
{
    public const string InputKey = "ChildEnd";

    public bool IsFailed => WorkflowSubStatus is not WorkflowSubStatus.Finished;

    public static ChildEnd Of(ActivityExecutionContext context) => context.GetWorkflowInput<ChildEnd>(InputKey)
        ?? throw new InvalidOperationException($"Activity '{context.Activity.Id}' was resumed without the end of a dispatched workflow.");
}
