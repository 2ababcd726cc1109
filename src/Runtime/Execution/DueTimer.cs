using Masterplan.Runtime.Store;
using Masterplan.Runtime.Triggers;

namespace Masterplan.Runtime.Execution;

/// <summary>One timer for all waits and schedules: it is set to the earliest due time, and then says which instances have something due, and fires the schedules that are.</summary>
internal sealed class DueTimer : IAsyncDisposable
{
    private const int Batch = 1000;

    private static readonly TimeSpan SignalAgainAfter = TimeSpan.FromSeconds(2);

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

    // A bookmark is due until its instance has committed, and looked at meanwhile; once is enough, unless it takes long.
    private readonly Dictionary<string, long> _signalled = [];
    private DateTimeOffset _next = DateTimeOffset.MaxValue;
    private DateTimeOffset _since;
    private DateTimeOffset _rested;
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
        var began = _time.GetTimestamp();
        await using var context = _store.Read();
        foreach (var (old, _) in _signalled.Where(signal => _time.GetElapsedTime(signal.Value) > SignalAgainAfter).ToList())
            _signalled.Remove(old);
        for (var skipped = 0; ; skipped += Batch)
        {
            var due = await _store.Due(context, now, skipped, Batch).ToListAsync();
            foreach (var bookmark in due.Where(bookmark => _signalled.TryAdd(bookmark.Id, began)))
                _queue.Signal(bookmark.InstanceId);
            if (due.Count < Batch)
                break;
        }

        // As long as a look takes, there is no other: else it might take all of a busy machine.
        lock (_lock)
            _rested = _time.GetUtcNow() + _time.GetElapsedTime(began);
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
        var wait = (due > _rested ? due : _rested) - _time.GetUtcNow();
        // Rounded up, for a timer that fires a fraction too early would find nothing due.
        var milliseconds = Math.Ceiling(Math.Clamp(wait.TotalMilliseconds, 0, Longest.TotalMilliseconds));
        _timer.Change(TimeSpan.FromMilliseconds(milliseconds), Timeout.InfiniteTimeSpan);
    }
}
