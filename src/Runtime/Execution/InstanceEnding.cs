using Masterplan.Runtime.Activities;
using Masterplan.Runtime.Authoring;
using Masterplan.Runtime.Json;
using Masterplan.Runtime.Runs;
using Masterplan.Runtime.Store;

namespace Masterplan.Runtime.Execution;

/// <summary>Ends an instance: cancels what is under way, and tells the activity that waits for it.</summary>
internal static class InstanceEnding
{
    public static async Task FinishAsync(WorkflowExecutionContext workflow)
    {
        var instance = workflow.Instance;
        var now = workflow.SystemClock.UtcNow;
        await CancelBelowAsync(workflow, workflow.RootContext);
        workflow.RemoveBookmarks(_ => true);
        workflow.Pending.Clear();
        EndRoot(workflow, now);
        instance.Status = WorkflowStatus.Finished;
        instance.SubStatus = workflow.FinishReason switch
        {
            FinishReason.Cancelled => WorkflowSubStatus.Cancelled,
            FinishReason.Faulted => WorkflowSubStatus.Faulted,
            _ => WorkflowSubStatus.Finished,
        };
        instance.IncidentCount = workflow.FinishReason == FinishReason.Faulted ? Math.Max(1, instance.IncidentCount) : 0;
        instance.IsRunnable = false;
        instance.IsPaused = false;
        instance.FinishedAt = now;
        var checkpoint = workflow.Checkpoint;
        checkpoint.Release = true;
        checkpoint.CancelAllChildren = workflow.FinishReason != FinishReason.Finished;
        checkpoint.Events.Add(RunEvent.OfInstance(instance, $"Workflow{instance.SubStatus}", now));
        if (instance is { ParentInstanceId: { } parent, ParentActivityInstanceId: { } activity })
            checkpoint.WorkItems.Add(EndOf(workflow, parent, activity, now));
    }

    /// <summary>What led to a fault that ended the run stays as it was, so that a viewer can show it.</summary>
    private static async Task CancelBelowAsync(WorkflowExecutionContext workflow, ActivityExecutionContext context)
    {
        foreach (var child in context.ChildSet.ToList())
            if (workflow.FinishReason == FinishReason.Faulted && IsFaulted(child))
                await CancelBelowAsync(workflow, child);
            else
                await workflow.CancelAsync(child);
    }

    private static bool IsFaulted(ActivityExecutionContext context) => context.Status == ActivityStatus.Faulted || context.ChildSet.Any(IsFaulted);

    private static void EndRoot(WorkflowExecutionContext workflow, DateTimeOffset now)
    {
        var root = workflow.RootContext;
        root.CompletedAt ??= now;
        if (root.Status != ActivityStatus.Completed)
        {
            root.SetStatus(workflow.FinishReason switch
            {
                FinishReason.Cancelled => ActivityStatus.Canceled,
                FinishReason.Faulted => ActivityStatus.Faulted,
                _ => ActivityStatus.Completed,
            });
            root.AddExecutionLogEntry(workflow.FinishReason switch
            {
                FinishReason.Cancelled => "Canceled",
                FinishReason.Faulted => "Faulted",
                _ => "Completed",
            });
        }

        workflow.Checkpoint.Executions[root.Id] = root;
    }

    private static WorkItemRow EndOf(WorkflowExecutionContext workflow, string parent, string activity, DateTimeOffset now) => new()
    {
        Id = $"{workflow.Id}-ended",
        InstanceId = parent,
        Kind = WorkItemKind.ChildEnded,
        TargetId = activity,
        CreatedAt = now,
        Payload = RuntimeJson.Serialize(new Dictionary<string, object?>
        {
            [ChildEnd.InputKey] = new ChildEnd(workflow.Id, workflow.Instance.Status, workflow.Instance.SubStatus, workflow.OutputData, workflow.Instance.ChildIndex),
        }),
    };
}
