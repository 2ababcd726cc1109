using System.Collections.Concurrent;
using Masterplan.Runtime.Authoring;

namespace Masterplan.Runtime.Tests;

/// <summary>What probes do, set by the test, and what they did.</summary>
public sealed class Probes
{
    private readonly ConcurrentQueue<string> _ran = new();
    private int _running;
    private int _most;

    public Func<string, object?, ActivityExecutionContext, Task<object?>> Does { get; set; } = (_, value, _) => Task.FromResult(value);

    public string[] Ran => [.. _ran];

    public int Most => _most;

    public async Task<object?> RunAsync(string id, object? value, ActivityExecutionContext context)
    {
        _ran.Enqueue(id);
        InterlockedMax(Interlocked.Increment(ref _running));
        try
        {
            return await Does(id, value, context);
        }
        finally
        {
            Interlocked.Decrement(ref _running);
        }
    }

    private void InterlockedMax(int value)
    {
        for (var most = _most; most < value; most = _most)
            Interlocked.CompareExchange(ref _most, value, most);
    }
}
