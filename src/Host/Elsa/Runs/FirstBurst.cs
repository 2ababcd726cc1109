using Masterplan.Runtime.Authoring;
using Masterplan.Runtime.Runs;

namespace Masterplan.Host.Elsa.Runs;

/// <summary>Starts a run, or resumes one, and waits until it is finished, or waits for something, or has taken long enough that its caller should not wait for it.</summary>
internal sealed class FirstBurst(IWorkflowRuntime runtime, IWorkflowInstances instances, IRunEvents events, TimeProvider clock)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    /// <returns>The run's id.</returns>
    public Task<string> StartAsync(StartRequest request, CancellationToken cancellationToken, TimeSpan? longest = null) => AwaitAsync(
        async () =>
        {
            var id = await runtime.StartAsync(request, cancellationToken);
            // Only a run that an earlier request has started may have settled before anyone listened.
            return (id, request.IdempotencyKey is not null && await HasSettledAsync(id, cancellationToken));
        },
        longest,
        cancellationToken);

    /// <returns>The run's id.</returns>
    public Task<string> ResumeAsync(string instanceId, string bookmarkId, Dictionary<string, object?> input, TimeSpan? longest, CancellationToken cancellationToken) => AwaitAsync(
        async () => (instanceId, HasSettled: !await runtime.TriggerBookmarkAsync(bookmarkId, input, cancellationToken)),
        longest,
        cancellationToken);

    private async Task<string> AwaitAsync(Func<Task<(string Id, bool HasSettled)>> begin, TimeSpan? longest, CancellationToken cancellationToken)
    {
        using var subscription = events.Subscribe(happened => happened.ActivityId is null && happened.EventName != "WorkflowStarted");
        var (id, hasSettled) = await begin();
        using var limit = new CancellationTokenSource(longest ?? Longest, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            if (!hasSettled)
                await foreach (var happened in subscription.ReadAllAsync(either.Token))
                    if (happened.InstanceId == id)
                        break;
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            // It goes on by itself; the caller has its id.
        }

        return id;
    }

    private async Task<bool> HasSettledAsync(string id, CancellationToken cancellationToken) =>
        await instances.FindAsync(id, cancellationToken) is { } instance && (instance.Status == WorkflowStatus.Finished || instance.SubStatus == WorkflowSubStatus.Suspended);
}
