using Masterplan.Runtime.Authoring;

namespace Masterplan.Runtime.Activities;

/// <summary>Asks for something to be done outside of the workflow, and waits until someone says that it is.</summary>
[Activity("Elsa", "Primitives", "Ask for a task to be done outside of the workflow, and wait until it is.")]
public sealed class RunTask : Activity<object?>
{
    /// <summary>The input under which the result comes.</summary>
    public const string ResultKey = "TaskResult";

    [Input(Description = "The name of the task.")]
    public Input<string> TaskName { get; set; } = default!;

    [Input(Description = "What whoever does the task needs to know.")]
    public Input<IDictionary<string, object?>?> Payload { get; set; } = new(new Expression("Literal", null));

    [Output(Description = "The id under which the task is reported as done.")]
    public Output<string>? TaskId { get; set; }

    protected override void Execute(ActivityExecutionContext context)
    {
        var taskId = context.WorkflowExecutionContext.IdentityGenerator.GenerateId();
        var (name, payload) = (TaskName.Get(context), context.Get(Payload));
        context.Set(TaskId, taskId);
        // What whoever listens to the run's events, or reads its journal, does the task by.
        (context.JournalData["taskId"], context.JournalData["taskName"], context.JournalData["payload"]) = (taskId, name, payload);
        context.CreateBookmark(new CreateBookmarkArgs
        {
            BookmarkId = taskId,
            Stimulus = new { TaskId = taskId, TaskName = name, Payload = payload },
            Callback = OnDoneAsync,
        });
    }

    private ValueTask OnDoneAsync(ActivityExecutionContext context)
    {
        context.Set(Result, context.GetWorkflowInput<object>(ResultKey));
        return context.CompleteActivityAsync();
    }
}
