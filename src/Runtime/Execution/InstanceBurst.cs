using Masterplan.Runtime.Authoring;
using Masterplan.Runtime.Json;
using Masterplan.Runtime.Runs;
using Masterplan.Runtime.Store;
using Microsoft.Extensions.DependencyInjection;

namespace Masterplan.Runtime.Execution;

/// <summary>Executes one instance, step by step with a checkpoint after each, until nothing is left to do at once. Its activities run one at a time.</summary>
internal sealed class InstanceBurst(
    WorkflowExecutionContext workflow,
    ActivityInvoker invoker,
    IEnumerable<WorkItemRow> workItems,
    BurstServices services,
    RunSlot slot,
    CancellationToken stopping)
{
    private Queue<WorkItemRow> _items = new(workItems);

    private InstanceRow Instance => workflow.Instance;

    public async Task RunAsync()
    {
        while (await StepAsync())
        {
        }
    }

    /// <summary>False when the lease was given back.</summary>
    private async Task<bool> StepAsync()
    {
        if (slot.TakeSignal())
            _items = new Queue<WorkItemRow>(await services.Store.WorkItemsAsync(Instance.Id));
        try
        {
            if (stopping.IsCancellationRequested || !await TakeStepAsync())
            {
                await services.Store.ReleaseAsync(Instance);
                return false;
            }
        }
        catch (OperationCanceledException) when (workflow.CancellationToken.IsCancellationRequested)
        {
            return await InterruptAsync();
        }

        return await CommitAsync();
    }

    private async Task<bool> TakeStepAsync()
    {
        if (NextItem() is { } item)
            await ApplyAsync(item);
        else if (NextDue() is { } bookmark)
            await invoker.ResumeAsync(bookmark, null);
        else if (NextPending() is { } context)
            await invoker.ExecuteAsync(context);
        else
            return false;
        return true;
    }

    /// <summary>An activity gave up because the instance is being cancelled, or the host stops; in that case it runs again later.</summary>
    private async Task<bool> InterruptAsync()
    {
        _items = new Queue<WorkItemRow>(await services.Store.WorkItemsAsync(Instance.Id));
        var cancel = _items.FirstOrDefault(item => item.Kind == WorkItemKind.Cancel);
        if (cancel is null)
        {
            await services.Store.ReleaseAsync(Instance);
            return false;
        }

        await ApplyAsync(cancel);
        return await CommitAsync();
    }

    private async Task ApplyAsync(WorkItemRow item)
    {
        workflow.Checkpoint.DoneWorkItems.Add(item.Id);
        switch (item.Kind)
        {
            case WorkItemKind.ResumeBookmark:
                await ResumeAsync(bookmark => bookmark.Id == item.TargetId, item.Payload);
                break;
            case WorkItemKind.ChildEnded:
                await ResumeAsync(bookmark => bookmark.ActivityInstanceId == item.TargetId, item.Payload);
                break;
            case WorkItemKind.Retry:
                foreach (var context in Faulted(item.TargetId))
                    Retry(context);
                break;
            case WorkItemKind.Skip:
                foreach (var context in Faulted(item.TargetId))
                    await SkipAsync(context);
                break;
            case WorkItemKind.Cancel:
                await CancelAsync();
                break;
            case WorkItemKind.Pause:
            case WorkItemKind.Resume:
                Instance.IsPaused = item.Kind == WorkItemKind.Pause;
                workflow.AddExecutionLogEntry(Instance.IsPaused ? "Paused" : "Unpaused");
                break;
        }
    }

    private async Task ResumeAsync(Predicate<Bookmark> predicate, string? payload)
    {
        if (workflow.BookmarkList.Find(predicate) is { } bookmark)
            await invoker.ResumeAsync(bookmark, payload is null ? null : RuntimeJson.Deserialize<Dictionary<string, object?>>(payload));
    }

    private List<ActivityExecutionContext> Faulted(string? activityInstanceId) => workflow.Contexts.Values
        .Where(context => context.Status == ActivityStatus.Faulted && (activityInstanceId is null || context.Id == activityInstanceId))
        .OrderBy(context => context.State.Sequence)
        .ToList();

    private void Retry(ActivityExecutionContext context)
    {
        workflow.Checkpoint.Resolved.Add((context.Id, "Retried"));
        context.AddExecutionLogEntry("Retried");
        workflow.Requeue(context);
        context.HasEvaluatedInputs = false;
    }

    private async Task SkipAsync(ActivityExecutionContext context)
    {
        workflow.Checkpoint.Resolved.Add((context.Id, "Skipped"));
        foreach (var handler in workflow.ServiceProvider.GetServices<IActivitySkipHandler>())
            await GiveBackAsync(() => handler.OnSkippingAsync(context));
        await invoker.SkipAsync(context);
    }

    private async Task CancelAsync()
    {
        var instance = InstanceQueries.Map(Instance);
        foreach (var handler in workflow.ServiceProvider.GetServices<IWorkflowCancellationHandler>())
            await GiveBackAsync(() => handler.OnCancellingAsync(instance, CancellationToken.None));
        workflow.FinishReason = FinishReason.Cancelled;
    }

    /// <summary>What fails keeps nothing from its end; a database that is away has all of it done again when it is back.</summary>
    private async Task GiveBackAsync(Func<Task> giveBack)
    {
        try
        {
            await giveBack();
        }
        catch (Exception e) when (!services.Store.Engine.IsAwayFor(e))
        {
            workflow.AddExecutionLogEntry("Error", $"Giving back what the run holds failed: {e.Message}");
        }
    }

    private async Task<bool> CommitAsync()
    {
        if (workflow.FinishReason != FinishReason.None)
            await InstanceEnding.FinishAsync(workflow);
        else
            Settle();
        await Announcements.AddAsync(workflow);
        workflow.Seal();
        var checkpoint = workflow.Checkpoint;
        try
        {
            await services.CommitAsync(checkpoint, stopping);
        }
        catch (AlreadyRunningException)
        {
            // Another run began between the dispatching step's look and its commit: the step runs again, and finds it.
            await services.Store.ReleaseAsync(Instance);
            slot.Signal();
            return false;
        }

        workflow.BeginCheckpoint();
        return !checkpoint.Release;
    }

    private void Settle()
    {
        Instance.IncidentCount = workflow.Contexts.Values.Count(context => context.Status == ActivityStatus.Faulted);
        Instance.IsRunnable = workflow.Pending.Count > 0;
        var isIdle = _items.All(IsHeldBack) && NextDue() is null && NextPending() is null && !slot.HasSignal;
        Instance.SubStatus = isIdle ? WorkflowSubStatus.Suspended : WorkflowSubStatus.Executing;
        workflow.Checkpoint.Release = isIdle || stopping.IsCancellationRequested;
        if (isIdle)
            workflow.Checkpoint.Events.Add(RunEvent.OfInstance(Instance, Instance.IsPaused ? "WorkflowPaused" : "WorkflowSuspended", workflow.SystemClock.UtcNow));
    }

    private WorkItemRow? NextItem()
    {
        for (var i = _items.Count; i > 0; i--)
        {
            var item = _items.Dequeue();
            if (!IsHeldBack(item))
                return item;
            _items.Enqueue(item);
        }

        return null;
    }

    private bool IsHeldBack(WorkItemRow item) => Instance.IsPaused && item.Kind is (WorkItemKind.ResumeBookmark or WorkItemKind.ChildEnded);

    private Bookmark? NextDue()
    {
        if (Instance.IsPaused)
            return null;
        Bookmark? earliest = null;
        foreach (var bookmark in workflow.BookmarkList)
            if (bookmark.DueAt is { } due && due < (earliest?.DueAt ?? DateTimeOffset.MaxValue))
                earliest = bookmark;
        return earliest?.DueAt <= workflow.SystemClock.UtcNow ? earliest : null;
    }

    private ActivityExecutionContext? NextPending()
    {
        if (Instance.IsPaused || workflow.Pending.Count == 0)
            return null;
        using var first = workflow.Pending.Values.GetEnumerator();
        return first.MoveNext() ? first.Current : null;
    }
}
