using Masterplan.Activities.Clusters.Storage;
using Masterplan.Runtime.Hosting;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Masterplan.Host.Composition;

/// <summary>Opens the database of clusters: brings it up to this program's schema, and refuses one that is newer or broken.</summary>
internal static class ClusterDatabaseOpening
{
    public static Task OpenAsync(IDbContextFactory<ClusterDatabase> databases, DataFolder folder, StoreSettings settings, CancellationToken cancellationToken) =>
        settings.Postgres is { } connection ? OpenSharedAsync(databases, connection, cancellationToken) : OpenFileAsync(databases, folder.ClusterDatabase, cancellationToken);

    private static async Task OpenSharedAsync(IDbContextFactory<ClusterDatabase> databases, string connection, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        await RefuseNewerAsync(database, "in PostgreSQL", cancellationToken);
        await PostgresAccess.MigrateAsync(database, PostgresAccess.Complete(connection), cancellationToken);
    }

    private static async Task OpenFileAsync(IDbContextFactory<ClusterDatabase> databases, string path, CancellationToken cancellationToken)
    {
        try
        {
            await using var database = await databases.CreateDbContextAsync(cancellationToken);
            if (File.Exists(path))
                await RefuseNewerAsync(database, $"'{path}'", cancellationToken);
            await database.Database.ExecuteSqlRawAsync("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;", cancellationToken);
            if ((await database.Database.GetPendingMigrationsAsync(cancellationToken)).Any())
            {
                // EF Core's lock is a row that outlives a process that was killed while it migrated, and would be waited for without end.
                await database.Database.ExecuteSqlRawAsync("DROP TABLE IF EXISTS __EFMigrationsLock", cancellationToken);
                await database.Database.MigrateAsync(cancellationToken);
            }
        }
        catch (SqliteException exception)
        {
            throw new DataFolderException($"The database '{path}' cannot be opened: {exception.Message} Nothing was changed. Restore the file from a backup, or move it away to begin anew.", exception);
        }
    }

    private static async Task RefuseNewerAsync(ClusterDatabase database, string name, CancellationToken cancellationToken)
    {
        var known = database.Database.GetMigrations().ToHashSet(StringComparer.Ordinal);
        var unknown = (await database.Database.GetAppliedMigrationsAsync(cancellationToken)).Where(migration => !known.Contains(migration)).ToList();
        if (unknown.Count > 0)
            throw new DataFolderException($"The database {name} was written by a newer Masterplan: this program does not know its schema '{unknown[^1]}'. Nothing was changed. Use the newer program.");
    }
}
