using Masterplan.Runtime.Hosting;
using Masterplan.Runtime.Store.Engines;
using Masterplan.Runtime.Triggers;
using Microsoft.EntityFrameworkCore;

namespace Masterplan.Runtime.Store;

/// <summary>The database: opened on first use, read by many, written by one.</summary>
internal sealed class RuntimeStore(RuntimeOptions options, StoreEngine engine, IDbContextFactory<RuntimeDbContext> contexts, StoreAvailability availability, TimeProvider time) : IAsyncDisposable
{
    private readonly Lock _opening = new();
    private StoreWriter? _writer;
    private bool _isClosed;

    public QueueQueries Queries { get; } = new();

    public StoreEngine Engine => engine;

    /// <summary>Opens the database if need be. Fails with <see cref="StoreException"/>.</summary>
    public StoreWriter Open()
    {
        lock (_opening)
        {
            if (_isClosed)
                throw new StoreException(StoreFault.Other, $"The database '{engine.Name}' is closed.");
            return _writer ??= new StoreWriter(engine, () => engine.Open(contexts), availability, time);
        }
    }

    public RuntimeDbContext Read()
    {
        Open();
        return contexts.CreateDbContext();
    }

    /// <summary>Lets all reads of the context see the same state of the database. Dispose before the context.</summary>
    public async Task<IAsyncDisposable> SnapshotAsync(RuntimeDbContext context, CancellationToken cancellationToken)
    {
        await context.Database.OpenConnectionAsync(cancellationToken);
        var transaction = await engine.BeginSnapshotAsync(context.Database.GetDbConnection(), cancellationToken);
        await context.Database.UseTransactionAsync(transaction, cancellationToken);
        return transaction;
    }

    public Task<T> WriteAsync<T>(Func<WriteSession, T> write) => Open().WriteAsync(write);

    public Task WriteAsync(Action<WriteSession> write) => Open().WriteAsync(session =>
    {
        write(session);
        return true;
    });

    /// <summary>Takes over what a dead process of this exclusive database had leased.</summary>
    public Task TakeOverAsync() => WriteAsync(session => session.Execute(Sql.TakeOver));

    public Task RenewLeasesAsync() => WriteAsync(session => session.Execute(Sql.Renew, options.HostName, time.GetUtcNow() + options.LeaseDuration));

    /// <summary>So that another host can take them at once; who still works under one cannot commit any more.</summary>
    public Task GiveLeasesBackAsync() => WriteAsync(session => session.Execute(Sql.GiveBack, options.HostName));

    /// <summary>Counts up with each change of definitions by any host; 0 where there is one host only.</summary>
    public async Task<long> DefinitionChangesAsync(CancellationToken cancellationToken)
    {
        if (engine.DefinitionChanges is not { } sql)
            return 0;
        await using var context = Read();
        return await context.Database.SqlQueryRaw<long>(sql).SingleAsync(cancellationToken);
    }

    public Task NoteDefinitionChangeAsync() => engine.NoteDefinitionChange is { } sql ? WriteAsync(session => session.Scalar(sql)) : Task.CompletedTask;

    /// <summary>True if another host executes the instance.</summary>
    public async Task<bool> IsElsewhereAsync(string id)
    {
        await using var context = Read();
        return await context.Instances.AnyAsync(row => row.Id == id && row.LeaseUntil != null && row.LeaseOwner != options.HostName);
    }

    /// <summary>Leases the instance and loads it; null if it is finished, unknown, or leased to another host.</summary>
    public async Task<LoadedInstance?> AcquireAsync(string id)
    {
        if (!options.IsExclusive)
        {
            var now = time.GetUtcNow();
            if (!await ChangesAsync(new SqlStatement(engine.Acquire, id, options.HostName, now + options.LeaseDuration, now)))
                return null;
        }

        await using var context = Read();
        await context.Database.OpenConnectionAsync();
        var row = await Queries.Instance(context, id);
        if (row is null || row.Status == Authoring.WorkflowStatus.Finished)
            return null;
        return new LoadedInstance(
            row,
            await Queries.Parts(context, id).ToListAsync(),
            await Queries.Bookmarks(context, id).ToListAsync(),
            await Queries.WorkItems(context, id).ToListAsync());
    }

    /// <summary>The bookmarks that are due and that this host is to look at: where there are many hosts, those of instances that it executed last.</summary>
    public IAsyncEnumerable<DueBookmark> Due(RuntimeDbContext context, DateTimeOffset now, int skip, int take) =>
        options.IsExclusive ? Queries.Due(context, now, skip, take) : Queries.OwnDue(context, options.HostName, now, skip, take);

    public Task<DateTimeOffset?> NextDueAsync(RuntimeDbContext context, DateTimeOffset now) =>
        options.IsExclusive ? Queries.NextDue(context, now) : Queries.NextOwnDue(context, options.HostName, now);

    public async Task<List<WorkItemRow>> WorkItemsAsync(string id)
    {
        await using var context = Read();
        return await Queries.WorkItems(context, id).ToListAsync();
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
    public Task ReleaseAsync(InstanceRow row) => ChangesAsync(new SqlStatement(Sql.ReleaseUnchanged, row.Id, options.HostName, row.Fencing));

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

    private async Task<bool> ChangesAsync(SqlStatement statement)
    {
        var changed = 0;
        await WriteAsync(session => session.Add(statement, rows => changed = rows));
        return changed > 0;
    }

    private void Write(WriteSession session, Checkpoint checkpoint, List<SqlStatement> statements, DateTimeOffset now)
    {
        // First, for a refusal leaves alone what was written before it.
        foreach (var child in checkpoint.Children)
            ActivationRule.Check(session, child.Activation, child.Row.DefinitionId, child.Row.CorrelationId);
        var row = checkpoint.Instance;
        var (owner, until) = (options.HostName, checkpoint.Release ? (DateTimeOffset?)null : now + options.LeaseDuration);
        var save = new SqlStatement(
            Sql.SaveInstance,
            row.Status, row.SubStatus, row.IsPaused, row.IsRunnable, row.CorrelationId, row.Name, row.IncidentCount, row.LogSequence, row.WorkSequence,
            owner, until, row.UpdatedAt, row.FinishedAt, row.Id, row.Fencing, row.Revision);
        session.Add(save, saved =>
        {
            if (saved == 0)
                throw new LeaseLostException(row.Id);
        });
        foreach (var statement in statements)
            session.Add(statement);
        checkpoint.Signals.Clear();
        checkpoint.Published.Clear();
        CancelChildren(session, checkpoint, now);
        foreach (var published in checkpoint.PublishedEvents)
            checkpoint.Published.Add(EventPublication.Publish(session, published, now));
    }

    private static void CancelChildren(WriteSession session, Checkpoint checkpoint, DateTimeOffset now)
    {
        var children = checkpoint.CancelAllChildren ? session.Strings(Sql.ChildrenOfInstance, checkpoint.Instance.Id) : [];
        foreach (var activity in checkpoint.CancelChildrenOf)
            children.AddRange(session.Strings(Sql.ChildrenOfActivity, activity));
        foreach (var child in children.Distinct())
        {
            session.Add(new SqlStatement(Sql.InsertWorkItem, $"{child}-cancel", child, WorkItemKind.Cancel, null, null, now));
            checkpoint.Signals.Add(child);
        }
    }
}
