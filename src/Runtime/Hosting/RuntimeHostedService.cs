using Masterplan.Runtime.Authoring;
using Masterplan.Runtime.Definitions;
using Masterplan.Runtime.Execution;
using Masterplan.Runtime.Hosts;
using Masterplan.Runtime.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;

namespace Masterplan.Runtime.Hosting;

/// <summary>Works the queue from the start to the stop of the host: first what an earlier process left unfinished, then what comes.</summary>
internal sealed class RuntimeHostedService(RuntimeStore store, RunQueue queue, InstanceRunner runner, DueTimer timer, WorkWatch watch, HostLease lease, PublicationBackfill backfill, HostMeter meter, StoreAvailability availability, RuntimeOptions options, TimeProvider time) : IHostedService, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly List<Task> _workers = [];

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        store.Open();
        lease.Start();
        // Other hosts' runs are theirs; what nobody executes, the watch finds.
        if (options.IsExclusive)
        {
            await store.TakeOverAsync();
            await SignalUnfinishedAsync(cancellationToken);
        }

        await backfill.RunAsync(cancellationToken);
        for (var i = 0; i < options.MaxConcurrency; i++)
            _workers.Add(Task.Run(WorkAsync, CancellationToken.None));
        await timer.StartAsync();
        watch.Start();
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        timer.Stop();
        await _stopping.CancelAsync();
        var workers = Task.WhenAll(_workers);
        try
        {
            await workers.WaitAsync(options.StopGrace, time, cancellationToken);
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            queue.InterruptAll();
            // An activity that ignores its cancellation is left behind; it runs again at the next start.
            await Task.WhenAny(workers, Task.Delay(options.StopGrace, time, CancellationToken.None));
        }

        await TryGiveBackAsync();
    }

    public void Dispose()
    {
        meter.Dispose();
        _stopping.Dispose();
    }

    /// <summary>Leases that a database which is away does not take back lapse by themselves.</summary>
    private async Task TryGiveBackAsync()
    {
        try
        {
            if (availability.Loss is null)
                await lease.GiveBackAsync().WaitAsync(options.StopGrace, time);
        }
        catch (TimeoutException)
        {
            // So does what it has just ceased to take.
        }
    }

    private async Task SignalUnfinishedAsync(CancellationToken cancellationToken)
    {
        await using var context = store.Read();
        var runnable = context.Instances.Where(row => row.Status == WorkflowStatus.Running && row.IsRunnable && !row.IsPaused).Select(row => row.Id);
        var addressed = context.WorkItems.Select(item => item.InstanceId);
        foreach (var instance in await runnable.Union(addressed).ToListAsync(cancellationToken))
            queue.Signal(instance);
    }

    private async Task WorkAsync()
    {
        try
        {
            await foreach (var slot in queue.Ready.ReadAllAsync(_stopping.Token))
            {
                await runner.RunAsync(slot, _stopping.Token);
                queue.Return(slot);
            }
        }
        catch (OperationCanceledException)
        {
            // The host stops; what is left in the queue is in the store as well.
        }
    }
}
