using Masterplan.Runtime.Runs;
using Masterplan.Runtime.Store;
using Masterplan.Runtime.Triggers;

namespace Masterplan.Runtime.Execution;

/// <summary>What a burst needs of its host: the store, and those who want to know about commits.</summary>
internal sealed class BurstServices(RuntimeStore store, RunQueue queue, DueTimer timer, RunEventHub events, TriggerNews news, StoreHealth health, TimeProvider time)
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    public RuntimeStore Store => store;

    /// <summary>Commits, then tells. While the store cannot be written the step is kept and tried again, so that nothing runs twice because a disk was full.</summary>
    public async Task CommitAsync(Checkpoint checkpoint, CancellationToken stopping)
    {
        while (true)
            try
            {
                await store.CommitAsync(checkpoint);
                break;
            }
            catch (StoreException e) when (e is not LeaseLostException)
            {
                health.Report(e);
                await Task.Delay(RetryAfter, time, stopping);
            }

        health.Recovered();
        Tell(checkpoint);
    }

    private void Tell(Checkpoint checkpoint)
    {
        if (checkpoint.Instance is { FinishedAt: { } ended } finished)
            RunTelemetry.Ended(finished, ended);
        foreach (var bookmark in checkpoint.NewBookmarks)
            if (bookmark.DueAt is { } due)
                timer.Notice(due);
        foreach (var child in checkpoint.Children)
            queue.Signal(child.Row.Id);
        foreach (var item in checkpoint.WorkItems)
            queue.Signal(item.InstanceId);
        foreach (var instance in checkpoint.Signals)
            queue.Signal(instance);
        foreach (var outcome in checkpoint.Published)
            news.Tell(outcome);
        foreach (var happened in checkpoint.Events)
            events.Publish(happened);
    }
}
