using System.Data.Common;
using Microsoft.EntityFrameworkCore;

namespace Masterplan.Runtime.Store.Engines;

/// <summary>What differs between the databases that the store can lie in.</summary>
internal abstract class StoreEngine
{
    /// <summary>The database as messages name it, without any password.</summary>
    public abstract string Name { get; }

    /// <summary>True if it may neither answer nor refuse for as long as it likes, and is not to hold up a process's end by that.</summary>
    public abstract bool MayBeSilent { get; }

    /// <summary>Begins a transaction that writes.</summary>
    public abstract string Begin { get; }

    /// <summary>Leases an instance: its id, the host, the lease's end, now.</summary>
    public abstract string Acquire { get; }

    /// <summary>The lines of a run's journal in the order of their commits: root instance, position after which, how many.</summary>
    public abstract string JournalLines { get; }

    /// <summary>Counts a change of definitions; null where no other host could want to know.</summary>
    public abstract string? NoteDefinitionChange { get; }

    /// <summary>How many changes of definitions there were.</summary>
    public abstract string? DefinitionChanges { get; }

    public abstract void Configure(DbContextOptionsBuilder options);

    /// <summary>Brings the schema up to date and gives the writer's connection. Fails with <see cref="StoreException"/>.</summary>
    public abstract DbConnection Open(IDbContextFactory<RuntimeDbContext> contexts);

    /// <summary>A transaction of which all reads see the same state.</summary>
    public abstract Task<DbTransaction> BeginSnapshotAsync(DbConnection connection, CancellationToken cancellationToken);

    /// <summary>A value as this database's parameters take it.</summary>
    public abstract object ValueOf(object? argument);

    /// <summary>Makes a statement one of many that are sent together, where <see cref="DbConnection.CanCreateBatch"/> says that this can be.</summary>
    public virtual void Fill(DbBatchCommand command, SqlStatement statement) => throw new NotSupportedException($"'{Name}' takes statements one by one.");

    /// <summary>False if the database has rolled back by itself after an error.</summary>
    public abstract bool IsInTransaction(DbConnection connection);

    /// <summary>Says what an error means and what to do about it.</summary>
    public abstract StoreException Translate(Exception error);

    /// <summary>True if the database did not answer, or is going away: the same again may well succeed.</summary>
    public abstract bool IsAway(Exception error);

    /// <summary>True if a read or a write of an activity failed for that reason: the error itself, as EF Core wraps it, or among others.</summary>
    public bool IsAwayFor(Exception error) => error switch
    {
        DbException database => IsAway(database),
        AggregateException several => several.InnerExceptions.Any(IsAwayFor),
        DbUpdateException or InvalidOperationException => error.InnerException is { } inner && IsAwayFor(inner),
        _ => false,
    };

    /// <summary>Keeps other hosts out of what has this key until the transaction ends.</summary>
    public abstract void Exclude(WriteSession session, string key);

    /// <summary>Keeps other hosts out of what has this key until the answer is disposed of.</summary>
    public abstract Task<IAsyncDisposable> ExcludeAsync(string key, CancellationToken cancellationToken);
}
