using Masterplan.Runtime.Execution;
using Masterplan.Runtime.Hosting;
using Masterplan.Runtime.Store;

namespace Masterplan.Runtime.Hosts;

/// <summary>Keeps this host's leases for as long as it lives. If it was held up for longer than they last, whatever it does is given up, for another host may be doing it by now.</summary>
internal sealed class HostLease(RuntimeStore store, RunQueue queue, RuntimeOptions options, TimeProvider time) : IHostLease, IAsyncDisposable
{
    private long _renewed;
    private ITimer? _timer;

    public bool IsHeld => options.IsExclusive || time.GetElapsedTime(Interlocked.Read(ref _renewed)) < options.LeaseDuration;

    public void Start()
    {
        Interlocked.Exchange(ref _renewed, time.GetTimestamp());
        if (!options.IsExclusive)
            _timer = time.CreateTimer(_ => _ = RenewAsync(), null, options.LeaseDuration / 3, options.LeaseDuration / 3);
    }

    /// <summary>At once, so that no other host has to wait for them to lapse.</summary>
    public Task GiveBackAsync() => options.IsExclusive ? Task.CompletedTask : store.GiveLeasesBackAsync();

    public ValueTask DisposeAsync() => _timer?.DisposeAsync() ?? ValueTask.CompletedTask;

    private async Task RenewAsync()
    {
        var began = time.GetTimestamp();
        if (!IsHeld)
            queue.InterruptAll();
        try
        {
            await store.RenewLeasesAsync();
            Interlocked.Exchange(ref _renewed, began);
        }
        catch (StoreException)
        {
            // Told by whoever writes something that matters; the next turn tries again.
        }
    }
}
