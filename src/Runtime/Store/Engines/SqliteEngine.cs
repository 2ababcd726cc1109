using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Masterplan.Runtime.Store.Engines;

/// <summary>A file of this machine, for one host.</summary>
internal sealed class SqliteEngine(string path) : StoreEngine
{
    // A full check of a larger file would hold up the start; a damaged page is then found when it is read.
    private const long LargestChecked = 256L * 1024 * 1024;

    public override string Name => path;

    public override bool MayBeSilent => false;

    public override string Begin => "BEGIN IMMEDIATE";

    public override string Acquire => Sql.Acquire;

    /// <summary>SQLite numbers rows in the order of their inserts, and writes are one at a time.</summary>
    public override string JournalLines => """
        SELECT j.rowid AS Position, j.InstanceId, j.EventName, j.Message, j.ActivityInstanceId, j.ActivityId, j.ActivityType, e.DisplayName, j.Timestamp
        FROM Journal j JOIN Instances i ON i.Id=j.InstanceId LEFT JOIN ActivityExecutions e ON e.Id=j.ActivityInstanceId
        WHERE i.RootInstanceId={0} AND j.rowid>{1} ORDER BY j.rowid LIMIT {2}
        """;

    public override string? NoteDefinitionChange => null;

    public override string? DefinitionChanges => null;

    private string ConnectionString => new SqliteConnectionStringBuilder
    {
        DataSource = path,
        Mode = SqliteOpenMode.ReadWriteCreate,
        Pooling = true,
        DefaultTimeout = 30,
    }.ToString();

    public override void Configure(DbContextOptionsBuilder options) => options.UseSqlite(ConnectionString);

    /// <summary>In WAL mode, synchronous to the disk. Refuses a database that it cannot handle, unchanged.</summary>
    public override DbConnection Open(IDbContextFactory<RuntimeDbContext> contexts)
    {
        SqliteConnection? connection = null;
        try
        {
            using (var context = contexts.CreateDbContext())
            {
                if (File.Exists(path) && new FileInfo(path).Length > 0)
                    CheckExisting(context);
                if (context.Database.GetPendingMigrations().Any())
                    Migrate(context);
            }

            connection = new SqliteConnection(new SqliteConnectionStringBuilder(ConnectionString) { Pooling = false }.ToString());
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-16000; PRAGMA wal_autocheckpoint=4000;";
            command.ExecuteNonQuery();
            return connection;
        }
        catch (Exception e) when (e is not StoreException)
        {
            connection?.Dispose();
            throw Translate(e);
        }
    }

    public override Task<DbTransaction> BeginSnapshotAsync(DbConnection connection, CancellationToken cancellationToken) =>
        Task.FromResult<DbTransaction>(((SqliteConnection)connection).BeginTransaction(deferred: true));

    public override object ValueOf(object? argument) => argument switch
    {
        null => DBNull.Value,
        DateTimeOffset time => time.UtcTicks,
        bool flag => flag ? 1L : 0L,
        Enum member => Convert.ToInt64(member),
        _ => argument,
    };

    public override bool IsInTransaction(DbConnection connection) => SQLitePCL.raw.sqlite3_get_autocommit(((SqliteConnection)connection).Handle!) == 0;

    public override StoreException Translate(Exception error) => SqliteErrors.Translate(error, path);

    public override bool IsAway(Exception error) => false;

    public override void Exclude(WriteSession session, string key)
    {
        // Its writers are one at a time.
    }

    public override Task<IAsyncDisposable> ExcludeAsync(string key, CancellationToken cancellationToken) => Task.FromResult<IAsyncDisposable>(NoExclusion.Instance);

    /// <summary>EF Core's lock is a row that outlives a process that was killed while it migrated, and would be waited for without end.</summary>
    private static void Migrate(RuntimeDbContext context)
    {
        context.Database.ExecuteSqlRaw("DROP TABLE IF EXISTS __EFMigrationsLock");
        context.Database.Migrate();
    }

    private void CheckExisting(RuntimeDbContext context)
    {
        context.Database.OpenConnection();
        if (new FileInfo(path).Length <= LargestChecked)
        {
            using var check = context.Database.GetDbConnection().CreateCommand();
            check.CommandText = "PRAGMA quick_check(1)";
            if (check.ExecuteScalar() is string and not "ok")
                throw new SqliteException("database disk image is malformed", 11);
        }

        SchemaAge.RefuseNewer(context, path);
    }
}
