using System.Collections.Concurrent;
using Microsoft.Extensions.Time.Testing;

namespace Masterplan.Activities.Tests;

/// <summary>A clock of the test's own that tells which times timers were set to, so that it is never moved while one is being set.</summary>
internal sealed class WatchedClock(DateTimeOffset start) : FakeTimeProvider(start)
{
    private readonly ConcurrentDictionary<DateTimeOffset, bool> armed = [];

    public bool IsArmedFor(DateTimeOffset due) => armed.ContainsKey(due);

    public void ForgetTimers() => armed.Clear();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new WatchedTimer(this, base.CreateTimer(callback, state, dueTime, period));

    private sealed class WatchedTimer(WatchedClock clock, ITimer timer) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            var due = clock.GetUtcNow() + dueTime;
            var changed = timer.Change(dueTime, period);
            clock.armed[due] = true;
            return changed;
        }

        public void Dispose() => timer.Dispose();

        public ValueTask DisposeAsync() => timer.DisposeAsync();
    }
}
