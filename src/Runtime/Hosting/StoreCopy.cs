using Masterplan.Runtime.Store;
using Masterplan.Runtime.Store.Engines;
using Masterplan.Runtime.Store.Engines.Postgres;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Masterplan.Runtime.Hosting;

/// <summary>Carries runs and definitions from a SQLite file to a PostgreSQL database.</summary>
public static class StoreCopy
{
    /// <summary>Copies everything, runs under way included, in one transaction. No host may work on either meanwhile. Fails with <see cref="StoreException"/> if the target holds runs or definitions already; nothing is changed then.</summary>
    /// <returns>How many rows were copied.</returns>
    public static async Task<long> CopyAsync(string databasePath, string postgresConnection, CancellationToken cancellationToken = default)
    {
        var (source, target) = (new SqliteEngine(databasePath), new PostgresEngine(postgresConnection));
        var (from, to) = (Contexts<RuntimeDbContext>(source), new DerivedContexts<RuntimeDbContext, PostgresRuntimeDbContext>(Contexts<PostgresRuntimeDbContext>(target)));
        await using (source.Open(from))
        await using (target.Open(to))
        {
        }

        await using var old = await from.CreateDbContextAsync(cancellationToken);
        await using var fresh = to.CreateDbContext();
        if (await fresh.Definitions.AnyAsync(cancellationToken) || await fresh.Instances.AnyAsync(cancellationToken))
            throw new StoreException(StoreFault.Other, $"The database '{target.Name}' holds runs or definitions already. Nothing was copied. Name an empty database.");
        await using var transaction = await fresh.Database.BeginTransactionAsync(cancellationToken);
        var copied = await TableCopy.CopyAsync(old.Definitions, fresh, cancellationToken)
            + await TableCopy.CopyAsync(old.Triggers, fresh, cancellationToken)
            + await TableCopy.CopyAsync(old.Instances, fresh, cancellationToken)
            + await TableCopy.CopyAsync(old.Parts, fresh, cancellationToken)
            + await TableCopy.CopyAsync(old.Bookmarks, fresh, cancellationToken)
            + await TableCopy.CopyAsync(old.WorkItems, fresh, cancellationToken)
            + await CopyJournalAsync(old, fresh, cancellationToken)
            + await TableCopy.CopyAsync(old.Executions, fresh, cancellationToken)
            + await TableCopy.CopyAsync(old.Incidents, fresh, cancellationToken);
        await fresh.Instances.ExecuteUpdateAsync(row => row.SetProperty(instance => instance.LeaseUntil, (DateTimeOffset?)null), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return copied;
    }

    /// <summary>Lines keep their order; their positions stay below all that PostgreSQL gives.</summary>
    private static Task<long> CopyJournalAsync(RuntimeDbContext old, RuntimeDbContext fresh, CancellationToken cancellationToken)
    {
        var position = 0L;
        return TableCopy.CopyAsync(old.Journal.FromSqlRaw("SELECT * FROM Journal ORDER BY rowid"), fresh, cancellationToken, line => line.Property(PostgresRuntimeDbContext.Position).CurrentValue = ++position);
    }

    private static PooledDbContextFactory<TContext> Contexts<TContext>(StoreEngine engine)
        where TContext : DbContext
    {
        var options = new DbContextOptionsBuilder<TContext>();
        engine.Configure(options);
        return new(options.ConfigureWarnings(warnings => warnings.Ignore(RelationalEventId.PendingModelChangesWarning)).Options);
    }
}
