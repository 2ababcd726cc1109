using System.Threading.Channels;
using System.Data.Common;
using Masterplan.Runtime.Store.Engines;

namespace Masterplan.Runtime.Store;

/// <summary>This host's only writer of the database: it takes all requests that wait, writes them in one transaction, and answers after its commit.
/// If a transaction fails, each of its requests is tried alone, so that only the one at fault fails. A server that is away is waited for.</summary>
internal sealed class StoreWriter : IAsyncDisposable
{
    private const int MaxBatch = 256;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private readonly Channel<WriteRequest> _requests = Channel.CreateUnbounded<WriteRequest>(new UnboundedChannelOptions { SingleReader = true });
    private readonly StoreEngine _engine;
    private readonly Func<DbConnection> _open;
    private readonly StoreAvailability _availability;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _closing = new();
    private readonly Task _loop;
    private WriteSession _session;

    public StoreWriter(StoreEngine engine, Func<DbConnection> open, StoreAvailability availability, TimeProvider time)
    {
        (_engine, _open, _availability, _time) = (engine, open, availability, time);
        _session = new WriteSession(open(), engine);
        _loop = Task.Factory.StartNew(Loop, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Completes after the commit.</summary>
    public Task<T> WriteAsync<T>(Func<WriteSession, T> write)
    {
        var request = new WriteRequest<T>(write);
        if (!_requests.Writer.TryWrite(request))
            request.Failed(new StoreException(StoreFault.Other, $"The database '{_engine.Name}' is closed."));
        return request.Completion;
    }

    public async ValueTask DisposeAsync()
    {
        _requests.Writer.TryComplete();
        await _closing.CancelAsync();
        if (_engine.MayBeSilent && await Task.WhenAny(_loop, Task.Delay(Patience, _time, CancellationToken.None)) != _loop)
            return;
        await _loop;
        _session.Dispose();
        _closing.Dispose();
    }

    private void Loop()
    {
        var batch = new List<WriteRequest>(MaxBatch);
        while (WaitForRequest())
        {
            while (batch.Count < MaxBatch && _requests.Reader.TryRead(out var request))
                batch.Add(request);
            if (!TryWrite(batch, out var error))
                WriteEach(batch, error!);
            batch.Clear();
        }
    }

    private bool WaitForRequest() => _requests.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult();

    private void WriteEach(List<WriteRequest> batch, Exception error)
    {
        if (batch.Count == 1)
        {
            batch[0].Failed(error);
            return;
        }

        foreach (var request in batch)
            if (!TryWrite([request], out var own))
                request.Failed(own!);
    }

    private bool TryWrite(List<WriteRequest> batch, out Exception? error)
    {
        while (!TryOnce(batch, out error))
            if (!_engine.IsAway(error!) || !TryReconnect(error!))
            {
                error = _engine.Translate(error!);
                return false;
            }

        return true;
    }

    /// <summary>False if the store is closed before the server is back. Whether what failed was committed is unknown then, so every write is one that may be repeated.</summary>
    private bool TryReconnect(Exception error)
    {
        _session.Dispose();
        _availability.Lost(_engine.Translate(error));
        while (!_closing.IsCancellationRequested)
            try
            {
                _availability.WaitAsync(_closing.Token).GetAwaiter().GetResult();
                _session = new WriteSession(_open(), _engine) { IsRepeat = true };
                return true;
            }
            catch (OperationCanceledException)
            {
                return false;
            }
            catch (Exception e)
            {
                // Even a password that was changed may be changed back, and those who wait would wait for ever.
                _availability.Lost(_engine.Translate(e));
            }

        return false;
    }

    private bool TryOnce(List<WriteRequest> batch, out Exception? error)
    {
        try
        {
            _session.Begin();
            foreach (var request in batch)
                request.Apply(_session);
            _session.Commit();
            _session.IsRepeat = false;
            _availability.Regained();
        }
        catch (Exception e)
        {
            error = e;
            TryRollback();
            return false;
        }

        foreach (var request in batch)
            request.Committed();
        error = null;
        return true;
    }

    private void TryRollback()
    {
        try
        {
            _session.Rollback();
        }
        catch (Exception e) when (e is DbException or InvalidOperationException)
        {
            // The failed transaction is gone either way; its error is the one to tell.
        }
    }
}
