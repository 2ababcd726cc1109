using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace Masterplan.Runtime.Store;

/// <summary>The only writer of the database: it takes all requests that wait, writes them in one transaction, and answers after its commit.
/// If a transaction fails, each of its requests is tried alone, so that only the one at fault fails.</summary>
internal sealed class StoreWriter : IAsyncDisposable
{
    private const int MaxBatch = 256;
    private readonly Channel<WriteRequest> _requests = Channel.CreateUnbounded<WriteRequest>(new UnboundedChannelOptions { SingleReader = true });
    private readonly WriteSession _session;
    private readonly string _path;
    private readonly Task _loop;

    public StoreWriter(SqliteConnection connection, string path)
    {
        _session = new WriteSession(connection);
        _path = path;
        _loop = Task.Factory.StartNew(Loop, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Completes after the commit.</summary>
    public Task<T> WriteAsync<T>(Func<WriteSession, T> write)
    {
        var request = new WriteRequest<T>(write);
        if (!_requests.Writer.TryWrite(request))
            request.Failed(new StoreException(StoreFault.Other, $"The database '{_path}' is closed."));
        return request.Completion;
    }

    public async ValueTask DisposeAsync()
    {
        _requests.Writer.TryComplete();
        await _loop;
        _session.Dispose();
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
        try
        {
            _session.Begin();
            foreach (var request in batch)
                request.Apply(_session);
            _session.Commit();
        }
        catch (Exception e)
        {
            error = StoreErrors.Translate(e, _path);
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
        catch (SqliteException)
        {
            // The failed transaction is gone either way; its error is the one to tell.
        }
    }
}
