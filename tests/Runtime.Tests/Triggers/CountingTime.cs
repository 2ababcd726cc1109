using Microsoft.Extensions.Time.Testing;

namespace Masterplan.Runtime.Tests.Triggers;

/// <summary>A clock that a test sets, and that counts the timers made of it.</summary>
internal sealed class CountingTime(DateTimeOffset start) : FakeTimeProvider(start)
{
    private int _timers;

    public int Timers => _timers;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Interlocked.Increment(ref _timers);
        return base.CreateTimer(callback, state, dueTime, period);
    }
}
