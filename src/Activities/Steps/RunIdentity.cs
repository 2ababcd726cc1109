namespace Masterplan.Activities.Steps;

/// <summary>Which run a step belongs to: the workflow that a person or schedule started. Child workflows are told by their input "Run".</summary>
public static class RunIdentity
{
    public const string Input = "Run";

    public static string Of(ActivityExecutionContext context) =>
        context.GetWorkflowInput<string>(Input) is { Length: > 0 } run ? run : context.WorkflowExecutionContext.Id;
}
