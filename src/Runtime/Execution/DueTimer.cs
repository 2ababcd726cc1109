using Masterplan.Runtime.Store;
using Masterplan.Runtime.Triggers;

namespace Masterplan.Runtime.Execution;

/// <summary>One timer for all waits and schedules: it is set to the earliest due time, and then says which instances have something due, and fires the schedules that are.</summary>
internal sealed class DueTimer : IAsyncDisposable
{
    private const int Batch = 1000;

    // Timers take no longer time at once.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(40);
    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _looking = new(1, 1);
    private readonly RuntimeStore _store;
    private readonly RunQueue _queue;
    private readonly Schedules _schedules;
    private readonly TimeProvider _time;
    private readonly StoreHealth _health;
    private readonly ITimer _timer;
    private DateTimeOffset _next = DateTimeOffset.MaxValue;
    private DateTimeOffset _since;
    private bool _isRunning;

    public DueTimer(RuntimeStore store, RunQueue queue, Schedules schedules, TimeProvider time, StoreHealth health)
    {
        (_store, _queue, _schedules, _time, _health) = (store, queue, schedules, time, health);
        _timer = time.CreateTimer(_ => _ = LookAsync(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public Task StartAsync()
    {
        lock (_lock)
            (_isRunning, _since) = (true, _time.GetUtcNow());
        return LookAsync();
    }

    public void Stop()
    {
        lock (_lock)
            _isRunning = false;
    }

    /// <summary>A bookmark or a schedule that is due at this time has been stored.</summary>
    public void Notice(DateTimeOffset due)
    {
        lock (_lock)
            if (due < _next)
                Set(due);
    }

    public ValueTask DisposeAsync()
    {
        Stop();
        _looking.Dispose();
        return _timer.DisposeAsync();
    }

    /// <summary>Looks at once for what is due.</summary>
    public async Task LookAsync()
    {
        try
        {
            await _looking.WaitAsync();
            try
            {
                await SignalDueAsync();
            }
            finally
            {
                _looking.Release();
            }
        }
        catch (ObjectDisposedException)
        {
            // The host has stopped meanwhile.
        }
        catch (Exception e)
        {
            if (!_store.Engine.IsAway(e))
                _health.Report(e as StoreException ?? new StoreException(StoreFault.Other, $"Looking for due bookmarks failed: {e.Message}", e));
            lock (_lock)
                Set(_time.GetUtcNow() + TimeSpan.FromSeconds(1));
        }
    }

    private async Task SignalDueAsync()
    {
        lock (_lock)
        {
            if (!_isRunning)
                return;
            _next = DateTimeOffset.MaxValue;
        }

        var now = _time.GetUtcNow();
        await using var context = _store.Read();
        for (var skipped = 0; ; skipped += Batch)
        {
            var due = await _store.Due(context, now, skipped, Batch).ToListAsync();
            foreach (var instance in due)
                _queue.Signal(instance);
            if (due.Count < Batch)
                break;
        }

        if (await _store.NextDueAsync(context, now) is { } earliest)
            Notice(earliest);
        if (await _schedules.FireAsync(_since) is { } next)
            Notice(next);
    }

    private void Set(DateTimeOffset due)
    {
        _next = due;
        if (!_isRunning)
            return;
        var wait = due - _time.GetUtcNow();
        // Rounded up, for a timer that fires a fraction too early would find nothing due.
        var milliseconds = Math.Ceiling(Math.Clamp(wait.TotalMilliseconds, 0, Longest.TotalMilliseconds));
        _timer.Change(TimeSpan.FromMilliseconds(milliseconds), Timeout.InfiniteTimeSpan);
    }
}
