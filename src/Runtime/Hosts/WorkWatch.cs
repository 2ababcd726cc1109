using System.Security.Cryptography;
using Masterplan.Runtime.Authoring;
using Masterplan.Runtime.Definitions;
using Masterplan.Runtime.Execution;
using Masterplan.Runtime.Hosting;
using Masterplan.Runtime.Store;
using Microsoft.EntityFrameworkCore;

namespace Masterplan.Runtime.Hosts;

/// <summary>Notices every half second what no signal in this process told of: requests that other processes stored, and, where there are many hosts,
/// what nobody executes though there is something to do: what another host has no room for, has lost, or died with.</summary>
internal sealed class WorkWatch(RuntimeStore store, RunQueue queue, WorkflowGraphs graphs, DefinitionChanges changes, StoreHealth health, StoreAvailability availability, RuntimeOptions options, TimeProvider time) : IAsyncDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(500);

    // A host that has just stored a wait, or is about to take up what it signalled itself, is left the time to.
    private static readonly TimeSpan Overdue = TimeSpan.FromMilliseconds(250);
    private readonly CancellationTokenSource _stopping = new();

    // Where in the order of ids this host looks next. Each begins elsewhere, so that hosts seldom go for the same instance, and goes round, so that none is starved.
    private string _after = RandomNumberGenerator.GetHexString(16, lowercase: true);
    private long? _definitionChanges;
    private Task _looking = Task.CompletedTask;

    private int Room => Math.Max(0, (2 * options.MaxConcurrency) - queue.Count);

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
            await SignalRequestsAsync();
            availability.CanRead();
            if (options.IsExclusive)
                return;
            await SignalStraysAsync();
            await SignalForsakenAsync();
            await NoticeDefinitionsAsync();
        }
        catch (Exception e) when (e is not OperationCanceledException && !store.Engine.IsAway(e))
        {
            health.Report(e as StoreException ?? new StoreException(StoreFault.Other, $"Looking for work failed: {e.Message}", e));
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            availability.CannotRead(store.Engine.Translate(e));
        }
    }

    private async Task SignalRequestsAsync()
    {
        await using var context = store.Read();
        var requests = await context.WorkItems.AsNoTracking()
            .Where(item => item.Kind != WorkItemKind.ChildEnded && item.Kind != WorkItemKind.ResumeBookmark)
            .Where(item => options.IsExclusive || context.Instances.Any(instance => instance.Id == item.InstanceId && instance.LeaseOwner == options.HostName))
            .Select(item => new { item.InstanceId, item.Kind })
            .ToListAsync(_stopping.Token);
        foreach (var request in requests)
        {
            queue.Signal(request.InstanceId);
            if (request.Kind == WorkItemKind.Cancel)
                queue.Interrupt(request.InstanceId);
        }
    }

    /// <summary>What is leased to this host and yet not in its queue: a turn that ended because the database went away.</summary>
    private async Task SignalStraysAsync()
    {
        await using var context = store.Read();
        var leased = await context.Instances.Where(instance => instance.Status == WorkflowStatus.Running && instance.LeaseOwner == options.HostName && instance.LeaseUntil != null).Select(instance => instance.Id).ToListAsync(_stopping.Token);
        foreach (var instance in leased.Where(instance => !queue.Contains(instance) && health.StuckBy(instance) is null))
            queue.Signal(instance);
    }

    private async Task SignalForsakenAsync()
    {
        while (Room is > 0 and var room)
        {
            var found = await ForsakenAsync(room);
            foreach (var instance in found.Where(instance => health.StuckBy(instance) is null))
                queue.Signal(instance);
            _after = found.Count < room ? "" : found[^1];
            if (found.Count < room)
                return;
            await Task.Delay(Period / 10, time, _stopping.Token);
        }
    }

    private async Task<List<string>> ForsakenAsync(int most)
    {
        await using var context = store.Read();
        var now = time.GetUtcNow();
        var overdue = now - Overdue;
        var free = context.Instances.AsNoTracking().Where(instance => instance.Status == WorkflowStatus.Running && (instance.LeaseUntil == null || instance.LeaseUntil < now) && string.Compare(instance.Id, _after) > 0);
        var runnable = free.Where(instance => instance.IsRunnable && !instance.IsPaused && instance.UpdatedAt < overdue).Select(instance => instance.Id);
        var addressed = free.Where(instance => context.WorkItems.Any(item =>
            item.InstanceId == instance.Id && item.CreatedAt < overdue && (!instance.IsPaused || (item.Kind != WorkItemKind.ChildEnded && item.Kind != WorkItemKind.ResumeBookmark)))).Select(instance => instance.Id);
        var due = free.Where(instance => !instance.IsPaused && context.Bookmarks.Any(bookmark => bookmark.InstanceId == instance.Id && bookmark.DueAt < overdue)).Select(instance => instance.Id);
        return await runnable.Union(addressed).Union(due).OrderBy(id => id).Take(most).ToListAsync(_stopping.Token);
    }

    private async Task NoticeDefinitionsAsync()
    {
        var count = await store.DefinitionChangesAsync(_stopping.Token);
        if (_definitionChanges != count)
        {
            graphs.ForgetAll();
            changes.Note();
        }

        _definitionChanges = count;
    }
}
