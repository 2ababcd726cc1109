using Masterplan.Runtime.Store;
using Microsoft.EntityFrameworkCore;

namespace Masterplan.Runtime.Execution;

/// <summary>Notices what another process asks of runs that are worked on here: it stores its request as a work item, and this looks for one every half second.</summary>
internal sealed class RequestWatch(RuntimeStore store, RunQueue queue, StoreHealth health, TimeProvider time) : IAsyncDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(500);
    private readonly CancellationTokenSource _stopping = new();
    private Task _looking = Task.CompletedTask;

    public void Start() => _looking = Task.Run(LookAsync, CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _looking;
        _stopping.Dispose();
    }

    private async Task LookAsync()
    {
        try
        {
            while (true)
            {
                await Task.Delay(Period, time, _stopping.Token);
                await TrySignalAsync();
            }
        }
        catch (OperationCanceledException)
        {
            // The host stops.
        }
    }

    private async Task TrySignalAsync()
    {
        try
        {
            await SignalAsync();
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            health.Report(e as StoreException ?? new StoreException(StoreFault.Other, $"Looking for requests of other processes failed: {e.Message}", e));
        }
    }

    private async Task SignalAsync()
    {
        await using var context = store.Read();
        var requests = await context.WorkItems.AsNoTracking()
            .Where(item => item.Kind != WorkItemKind.ChildEnded && item.Kind != WorkItemKind.ResumeBookmark)
            .Select(item => new { item.InstanceId, item.Kind })
            .ToListAsync(_stopping.Token);
        foreach (var request in requests)
        {
            queue.Signal(request.InstanceId);
            if (request.Kind == WorkItemKind.Cancel)
                queue.Interrupt(request.InstanceId);
        }
    }
}
