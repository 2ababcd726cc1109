using Microsoft.Extensions.Logging;

namespace Masterplan.Runtime.Store;

/// <summary>Whether the database answers. What needs it waits meanwhile; what was committed is safe.</summary>
internal sealed class StoreAvailability(TimeProvider time, ILogger<StoreAvailability> log)
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);
    private volatile StoreException? _loss;

    /// <summary>Why it does not answer; null while it does.</summary>
    public StoreException? Loss => _loss;

    public void Lost(StoreException loss)
    {
        if (_loss is null)
            log.LogError("{Message}", loss.Message);
        _loss = loss;
    }

    public void Regained()
    {
        if (_loss is not null)
            log.LogError("The database answers again.");
        _loss = null;
    }

    /// <summary>Until it is worth another try.</summary>
    public Task WaitAsync(CancellationToken cancellationToken) => Task.Delay(RetryAfter, time, cancellationToken);
}
