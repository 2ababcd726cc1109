using System.Collections.Concurrent;
using Masterplan.Runtime.Store;
using Microsoft.Extensions.Logging;

namespace Masterplan.Runtime.Execution;

/// <summary>Whether the store can be written at the moment; those who wait for a run fail with its error instead of waiting for ever.</summary>
internal sealed class StoreHealth(ILogger<StoreHealth> log)
{
    private readonly ConcurrentDictionary<string, Exception> _stuck = new();
    private volatile TaskCompletionSource<StoreException> _failure = New();

    /// <summary>Completes when the store fails.</summary>
    public Task<StoreException> Failure => _failure.Task;

    public void Report(StoreException error)
    {
        if (_failure.TrySetResult(error))
            log.LogCritical(error, "{Message}", error.Message);
    }

    public void Recovered()
    {
        if (_failure.Task.IsCompleted)
            _failure = New();
    }

    /// <summary>An instance that cannot even be loaded.</summary>
    public void Stuck(string instanceId, Exception error) => _stuck[instanceId] = error;

    public Exception? StuckBy(string instanceId) => _stuck.GetValueOrDefault(instanceId);

    private static TaskCompletionSource<StoreException> New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
