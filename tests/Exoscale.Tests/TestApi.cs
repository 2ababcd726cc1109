using Microsoft.Extensions.Time.Testing;

namespace Masterplan.Exoscale.Tests;

internal static class TestApi
{
    public static ExoscaleOptions Options { get; } = new()
    {
        Zone = "ch-gva-2",
        ApiKey = "EXO0123456789abcdef01234567",
        ApiSecret = "c2VjcmV0LWZvci1kb2N1bWVudGF0aW9uLW9ubHktMTIzNA",
    };

    public static ExoscaleApi Over(StubConnection connection, TimeProvider? clock = null) => new(Options, clock, connection);

    /// <summary>Lets the clock run until the task has ended, and says how much time that took.</summary>
    public static async Task<TimeSpan> RunAsync(FakeTimeProvider clock, Task task)
    {
        var started = clock.GetUtcNow();
        while (!task.IsCompleted)
        {
            clock.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Yield();
        }

        return clock.GetUtcNow() - started;
    }
}
