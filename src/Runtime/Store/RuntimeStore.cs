using Masterplan.Runtime.Hosting;
using Masterplan.Runtime.Triggers;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Masterplan.Runtime.Store;

/// <summary>The database: opened on first use, read by many, written by one.</summary>
internal sealed class RuntimeStore(RuntimeOptions options, IDbContextFactory<RuntimeDbContext> contexts, TimeProvider time) : IAsyncDisposable
{
    private readonly Lock _opening = new();
    private StoreWriter? _writer;
    private bool _isClosed;

    /// <summary>Opens the database if need be. Fails with <see cref="StoreException"/>.</summary>
    public StoreWriter Open()
    {
        lock (_opening)
        {
            if (_isClosed)
                throw new StoreException(StoreFault.Other, $"The database '{options.DatabasePath}' is closed.");
            return _writer ??= new StoreWriter(StoreOpening.Open(options.DatabasePath, contexts), options.DatabasePath);
        }
    }

    public RuntimeDbContext Read()
    {
        Open();
        return contexts.CreateDbContext();
    }

    /// <summary>Lets all reads of the context see the same state of the database. Dispose before the context.</summary>
    public static async Task<IAsyncDisposable> SnapshotAsync(RuntimeDbContext context, CancellationToken cancellationToken)
    {
        await context.Database.OpenConnectionAsync(cancellationToken);
        var transaction = ((SqliteConnection)context.Database.GetDbConnection()).BeginTransaction(deferred: true);
        await context.Database.UseTransactionAsync(transaction, cancellationToken);
        return transaction;
    }

    public Task<T> WriteAsync<T>(Func<WriteSession, T> write) => Open().WriteAsync(write);

    /// <summary>Takes over what a dead process of this exclusive database had leased.</summary>
    public Task TakeOverAsync() => WriteAsync(session => session.Execute(Sql.TakeOver));

    public Task RenewLeasesAsync() => WriteAsync(session => session.Execute(Sql.Renew, options.HostName, time.GetUtcNow() + options.LeaseDuration));

    /// <summary>Leases the instance and loads it; null if it is finished, unknown, or leased to another host.</summary>
    public async Task<LoadedInstance?> AcquireAsync(string id)
    {
        if (!options.IsExclusive)
        {
            var now = time.GetUtcNow();
            if (await WriteAsync(session => session.Execute(Sql.Acquire, id, options.HostName, now + options.LeaseDuration, now)) == 0)
                return null;
        }

        await using var context = Read();
        await context.Database.OpenConnectionAsync();
        var row = await QueueQueries.Instance(context, id);
        if (row is null || row.Status == Authoring.WorkflowStatus.Finished)
            return null;
        return new LoadedInstance(
            row,
            await QueueQueries.Parts(context, id).ToListAsync(),
            await QueueQueries.Bookmarks(context, id).ToListAsync(),
            await QueueQueries.WorkItems(context, id).ToListAsync());
    }

    public async Task<List<WorkItemRow>> WorkItemsAsync(string id)
    {
        await using var context = Read();
        return await QueueQueries.WorkItems(context, id).ToListAsync();
    }

    /// <summary>Writes the checkpoint; completes after its commit. Fails with <see cref="LeaseLostException"/> if another host has taken over,
    /// and with <see cref="Runs.AlreadyRunningException"/> if a run keeps one of the dispatched ones from starting.</summary>
    public async Task CommitAsync(Checkpoint checkpoint)
    {
        var now = time.GetUtcNow();
        checkpoint.Instance.UpdatedAt = now;
        var statements = CheckpointStatements.Of(checkpoint, now);
        await WriteAsync(session => Write(session, checkpoint, statements, now));
        checkpoint.Instance.Revision++;
        foreach (var (key, json) in checkpoint.Parts)
            if (json is null)
                checkpoint.StoredParts.Remove(key);
            else
                checkpoint.StoredParts.Add(key);
    }

    /// <summary>Gives back a lease without a change to the instance.</summary>
    public Task ReleaseAsync(InstanceRow row) => WriteAsync(session => session.Execute(Sql.ReleaseUnchanged, row.Id, options.HostName, row.Fencing));

    public async ValueTask DisposeAsync()
    {
        StoreWriter? writer;
        lock (_opening)
        {
            writer = _writer;
            _writer = null;
            _isClosed = true;
        }

        if (writer is not null)
            await writer.DisposeAsync();
    }

    private int Write(WriteSession session, Checkpoint checkpoint, List<SqlStatement> statements, DateTimeOffset now)
    {
        // First, for a refusal leaves alone what was written before it.
        foreach (var child in checkpoint.Children)
            ActivationRule.Check(session, child.Activation, child.Row.DefinitionId, child.Row.CorrelationId);
        var row = checkpoint.Instance;
        var (owner, until) = checkpoint.Release ? ((string?)null, (DateTimeOffset?)null) : (options.HostName, now + options.LeaseDuration);
        var saved = session.Execute(
            Sql.SaveInstance,
            row.Status, row.SubStatus, row.IsPaused, row.IsRunnable, row.CorrelationId, row.Name, row.IncidentCount, row.LogSequence, row.WorkSequence,
            owner, until, row.UpdatedAt, row.FinishedAt, row.Id, row.Fencing, row.Revision);
        if (saved == 0)
            throw new LeaseLostException(row.Id);
        foreach (var statement in statements)
            session.Execute(statement);
        checkpoint.Signals.Clear();
        checkpoint.Published.Clear();
        CancelChildren(session, checkpoint, now);
        foreach (var published in checkpoint.PublishedEvents)
            checkpoint.Published.Add(EventPublication.Publish(session, published, now));
        return saved;
    }

    private static void CancelChildren(WriteSession session, Checkpoint checkpoint, DateTimeOffset now)
    {
        var children = checkpoint.CancelAllChildren ? session.Strings(Sql.ChildrenOfInstance, checkpoint.Instance.Id) : [];
        foreach (var activity in checkpoint.CancelChildrenOf)
            children.AddRange(session.Strings(Sql.ChildrenOfActivity, activity));
        foreach (var child in children.Distinct())
        {
            session.Execute(Sql.InsertWorkItem, $"{child}-cancel", child, WorkItemKind.Cancel, null, null, now);
            checkpoint.Signals.Add(child);
        }
    }
}
