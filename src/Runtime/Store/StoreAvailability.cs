using System.Data.Common;
using Masterplan.Runtime.Hosting;
using Masterplan.Runtime.Store.Engines;
using Microsoft.Extensions.Logging;

namespace Masterplan.Runtime.Store;

/// <summary>Whether the database takes what this host writes, and gives what it reads. What needs it waits meanwhile; what was committed is safe.</summary>
internal sealed class StoreAvailability(StoreEngine engine, TimeProvider time, ILogger<StoreAvailability> log) : IStoreStatus
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);
    private volatile StoreOutage? _write;
    private volatile StoreOutage? _read;

    /// <summary>Why it cannot be written; null while it can.</summary>
    public StoreOutage? Loss => _write;

    public StoreOutage? Outage => _write ?? _read;

    public void Lost(StoreException loss)
    {
        if (_write is null)
            log.LogError("{Message}", loss.Message);
        _write = new(_write?.Since ?? time.GetUtcNow(), loss.Message);
    }

    /// <summary>Something was written.</summary>
    public void Regained()
    {
        if (_write is null)
            return;
        log.LogError("The database takes what is written again.");
        _write = null;
    }

    public void CannotRead(StoreException loss) => _read = new(_read?.Since ?? time.GetUtcNow(), loss.Message);

    public void CanRead() => _read = null;

    public StoreOutage? Explain(DbException error) => engine.IsAway(error) ? Outage ?? new(time.GetUtcNow(), engine.Translate(error).Message) : null;

    /// <summary>Until it is worth another try.</summary>
    public Task WaitAsync(CancellationToken cancellationToken) => Task.Delay(RetryAfter, time, cancellationToken);
}
