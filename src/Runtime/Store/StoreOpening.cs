using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Masterplan.Runtime.Store;

/// <summary>Opens the database: checks it, brings its schema up to date, and refuses one that it cannot handle, unchanged.</summary>
internal static class StoreOpening
{
    // A full check of a larger file would hold up the start; a damaged page is then found when it is read.
    private const long LargestChecked = 256L * 1024 * 1024;

    public static string ConnectionString(string path) => new SqliteConnectionStringBuilder
    {
        DataSource = path,
        Mode = SqliteOpenMode.ReadWriteCreate,
        Pooling = true,
        DefaultTimeout = 30,
    }.ToString();

    /// <summary>The writer's connection, in WAL mode, synchronous to the disk.</summary>
    public static SqliteConnection Open(string path, IDbContextFactory<RuntimeDbContext> contexts)
    {
        SqliteConnection? connection = null;
        try
        {
            using (var context = contexts.CreateDbContext())
            {
                if (File.Exists(path) && new FileInfo(path).Length > 0)
                    CheckExisting(path, context);
                if (context.Database.GetPendingMigrations().Any())
                    Migrate(context);
            }

            connection = new SqliteConnection(new SqliteConnectionStringBuilder(ConnectionString(path)) { Pooling = false }.ToString());
            connection.Open();
            Run(connection, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-16000; PRAGMA wal_autocheckpoint=4000;");
            return connection;
        }
        catch (Exception e) when (e is not StoreException)
        {
            connection?.Dispose();
            throw StoreErrors.Translate(e, path);
        }
    }

    /// <summary>EF Core's lock is a row that outlives a process that was killed while it migrated, and would be waited for without end.</summary>
    private static void Migrate(RuntimeDbContext context)
    {
        context.Database.ExecuteSqlRaw("DROP TABLE IF EXISTS __EFMigrationsLock");
        context.Database.Migrate();
    }

    private static void CheckExisting(string path, RuntimeDbContext context)
    {
        context.Database.OpenConnection();
        if (new FileInfo(path).Length <= LargestChecked)
        {
            using var check = context.Database.GetDbConnection().CreateCommand();
            check.CommandText = "PRAGMA quick_check(1)";
            if (check.ExecuteScalar() is string and not "ok")
                throw new SqliteException("database disk image is malformed", 11);
        }

        var known = context.GetService<IMigrationsAssembly>().Migrations.Keys.ToHashSet();
        var unknown = context.Database.GetAppliedMigrations().Where(migration => !known.Contains(migration)).ToList();
        if (unknown.Count > 0)
            throw new StoreException(
                StoreFault.Newer,
                $"The database '{path}' was written by a newer program: it has the unknown schema change '{unknown[^1]}'. Nothing was changed. Use that program, or another data folder.");
    }

    private static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The text is a constant above.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
