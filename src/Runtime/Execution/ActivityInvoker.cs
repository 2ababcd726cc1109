using System.Diagnostics;
using Masterplan.Runtime.Activities;
using Masterplan.Runtime.Authoring;
using Masterplan.Runtime.Expressions;
using Masterplan.Runtime.Hosting;
using Masterplan.Runtime.Runs;
using Masterplan.Runtime.Store.Engines;

namespace Masterplan.Runtime.Execution;

/// <summary>Runs one activity, or resumes it, and carries its end up to its owners. Everything that changes goes into the workflow's next checkpoint.</summary>
internal sealed class ActivityInvoker(WorkflowExecutionContext workflow, IExpressionEvaluator evaluator, StoreEngine engine, RuntimeOptions options, RunEventHub events)
{
    public async Task ExecuteAsync(ActivityExecutionContext context)
    {
        workflow.Pending.Remove(context.State.Sequence);
        context.State.StartedAt ??= workflow.SystemClock.UtcNow;
        context.State.ExecutionCount++;
        context.SetStatus(ActivityStatus.Running);
        LogStart(context);
        await InvokeAsync(context, "execute", async () =>
        {
            InputEvaluation.DeclareVariables(context);
            await InputEvaluation.EvaluateAsync(context, evaluator);
            if (await context.Activity.CanExecuteAsync(context))
                await context.Activity.ExecuteAsync(context);
            else
                context.CreateBookmark(new CreateBookmarkArgs { BookmarkName = "Elsa.CannotExecute", IncludeActivityInstanceId = true });
        });
    }

    public async Task ResumeAsync(Bookmark bookmark, IDictionary<string, object?>? input)
    {
        if (bookmark.AutoBurn)
            workflow.RemoveBookmarks(candidate => candidate == bookmark);
        if (!workflow.Contexts.TryGetValue(bookmark.ActivityInstanceId ?? "", out var context) || context.Status != ActivityStatus.Running)
            return;
        workflow.ResumeInput = input;
        context.AddExecutionLogEntry("Resumed");
        await InvokeAsync(context, "resume", async () =>
        {
            await InputEvaluation.EvaluateAsync(context, evaluator);
            if (bookmark.CallbackMethodName is { } name)
                await ActivityMethods.Bind<ExecuteActivityDelegate>(context.Activity, name)(context);
            else if (bookmark.AutoComplete)
                await context.CompleteActivityAsync();
        });
        workflow.ResumeInput = null;
    }

    /// <summary>Completes a faulted activity as if it had ended well.</summary>
    public async Task SkipAsync(ActivityExecutionContext context)
    {
        context.AddExecutionLogEntry("Skipped");
        context.Exception = null;
        await context.CompleteActivityAsync();
        await BubbleAsync();
    }

    private async Task InvokeAsync(ActivityExecutionContext context, string what, Func<Task> action)
    {
        var span = RunTelemetry.Begin(context, what);
        var began = Stopwatch.GetTimestamp();
        try
        {
            await action();
        }
        catch (Exception e) when (IsLeftToRepeat(e))
        {
            span?.Dispose();
            throw;
        }
        catch (Exception e)
        {
            context.Fault(e);
        }

        await SettleAsync(context);
        RunTelemetry.End(span, context, Stopwatch.GetElapsedTime(began));
        await BubbleAsync();
    }

    /// <summary>The activity is interrupted, or the database went away under it: it stays as it was committed last, and runs again from there.</summary>
    private bool IsLeftToRepeat(Exception error) => error is OperationCanceledException ? workflow.CancellationToken.IsCancellationRequested : engine.IsAwayFor(error);

    /// <summary>Looks at how an activity stands after its code has run.</summary>
    private async Task SettleAsync(ActivityExecutionContext context)
    {
        if (context.Status == ActivityStatus.Faulted)
            await RecordFaultAsync(context);
        else if (context.Status == ActivityStatus.Running && context.Bookmarks.Any())
        {
            context.AddExecutionLogEntry("Suspended");
            workflow.Checkpoint.Executions[context.Id] = context;
        }
        else if (context.Status == ActivityStatus.Running && context.ChildSet.Count == 0)
        {
            context.Fault(new InvalidOperationException(
                $"Activity '{context.Activity.Id}' ({context.Activity.Type}) neither completed nor waits for anything, so the run could never go on. Its code must complete it, create a bookmark or schedule a child."));
            await RecordFaultAsync(context);
        }
    }

    private async Task BubbleAsync()
    {
        while (workflow.FinishReason == FinishReason.None && workflow.Ended.TryDequeue(out var ended))
            if (workflow.Contexts.ContainsKey(ended.Id))
                await EndAsync(ended);
    }

    private async Task EndAsync(ActivityExecutionContext ended)
    {
        foreach (var child in ended.ChildSet.ToList())
            await workflow.CancelAsync(child);
        ended.AddExecutionLogEntry("Completed", null, null, ended.JournalData.Count > 0 ? ended.JournalData : null);
        workflow.Checkpoint.Executions[ended.Id] = ended;
        if (workflow.IsTrigger(ended.Activity))
            workflow.SetProperty(WorkflowExecutionContext.TriggerTakenKey, true);
        if (ended.ParentActivityExecutionContext is not { } owner)
        {
            workflow.FinishReason = FinishReason.Finished;
            return;
        }

        workflow.Forget(ended);
        if (owner.Status != ActivityStatus.Running)
            return;
        try
        {
            if (ended.State.CompletionCallback is { } callback)
            {
                await InputEvaluation.EvaluateAsync(owner, evaluator);
                await ActivityMethods.Bind<ActivityCompletionCallback>(owner.Activity, callback)(new ActivityCompletedContext(owner, ended, ended.Result));
            }
            else
                await owner.CompleteUnlessWaitingAsync();
        }
        catch (Exception e) when (!IsLeftToRepeat(e))
        {
            owner.Fault(e);
        }

        if (owner.Status == ActivityStatus.Faulted || (owner.ChildSet.Count == 0 && !owner.Bookmarks.Any()))
            await SettleAsync(owner);
    }

    private async Task RecordFaultAsync(ActivityExecutionContext context)
    {
        var error = context.Exception!;
        workflow.RemoveBookmarks(bookmark => bookmark.ActivityInstanceId == context.Id);
        if (context.Activity is not IScope)
            foreach (var child in context.ChildSet.ToList())
                await workflow.CancelAsync(child);
        context.AddExecutionLogEntry("Faulted", error.Message);
        workflow.Checkpoint.Executions[context.Id] = context;
        workflow.Checkpoint.NewIncidents.Add(IncidentOf(context, error));
        if (workflow.Graph.Workflow.FaultsOnIncident ?? options.FaultOnIncident)
        {
            workflow.Checkpoint.Resolved.Add((context.Id, "Faulted"));
            workflow.FinishReason = FinishReason.Faulted;
        }
    }

    private Incident IncidentOf(ActivityExecutionContext context, Exception error) => new()
    {
        Id = workflow.IdentityGenerator.GenerateId(),
        InstanceId = workflow.Id,
        RootInstanceId = workflow.RootWorkflowInstanceId,
        ActivityInstanceId = context.Id,
        ActivityId = context.Activity.Id,
        NodeId = context.NodeId,
        ActivityType = context.Activity.Type,
        DisplayName = context.Activity.GetDisplayText() ?? context.ActivityDescriptor.DisplayName,
        Message = error.Message,
        ExceptionType = error.GetType().FullName ?? error.GetType().Name,
        StackTrace = error.ToString(),
        Timestamp = workflow.SystemClock.UtcNow,
    };

    private void LogStart(ActivityExecutionContext context)
    {
        context.AddExecutionLogEntry("Started");
        // A start is news at once; its journal line is committed with the activity's end or suspension.
        var started = workflow.Checkpoint.Events[^1];
        workflow.Checkpoint.Events.RemoveAt(workflow.Checkpoint.Events.Count - 1);
        events.Publish(started);
    }
}
