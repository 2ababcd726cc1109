using System.Data.Common;
using Masterplan.Runtime.Store;
using Masterplan.Runtime.Store.Engines;
using Masterplan.Runtime.Store.Engines.Postgres;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace Masterplan.Runtime.Hosting.Copies;

/// <summary>The runtime's own database, to be carried elsewhere: definitions, runs with all that is under way, and their history.</summary>
public static class StoreDatabase
{
    // InstanceLists is SQLite's third migration, and PostgreSQL's first made what it made.
    private const int OlderThanPostgres = 2;

    /// <summary>What was executed by a host elsewhere, nobody executes here.</summary>
    private const string GiveLeasesBack = "UPDATE Instances SET LeaseUntil = NULL";

    /// <summary>Opens a SQLite file, which goes with the connection.</summary>
    public static async Task<DbConnection> OpenAsync(string path, bool isNew, CancellationToken cancellationToken)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = isNew ? SqliteOpenMode.ReadWriteCreate : SqliteOpenMode.ReadWrite, Pooling = false, DefaultTimeout = 30 }.ToString());
        await connection.OpenAsync(cancellationToken);
        return connection;
    }

    /// <summary>Opens a PostgreSQL database.</summary>
    /// <param name="connectionString">Npgsql's.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<DbConnection> ConnectAsync(string connectionString, CancellationToken cancellationToken)
    {
        var settings = PostgresConnection.Of(connectionString);
        (settings.Pooling, settings.CommandTimeout) = (false, 0);
        // One transaction holds all that is read or written, however long the other side takes.
        settings.Options = $"{settings.Options} -c idle_in_transaction_session_timeout=0".TrimStart();
        var connection = new NpgsqlConnection(settings.ToString());
        await connection.OpenAsync(cancellationToken);
        return connection;
    }

    /// <summary>The runtime's tables there.</summary>
    public static DatabaseCopy Of(DbConnection connection) => new(connection is NpgsqlConnection
        ? new PostgresRuntimeDbContext(Options<PostgresRuntimeDbContext>().UseNpgsql(connection, postgres => postgres.MigrationsHistoryTable(PostgresEngine.MigrationsTable)).Options)
        : new RuntimeDbContext(Options<RuntimeDbContext>().UseSqlite(connection).Options), OlderThanPostgres, GiveLeasesBack);

    /// <summary>The database as messages name it, without any password.</summary>
    public static string NameOf(DbConnection connection) => connection is NpgsqlConnection ? PostgresConnection.Name(new(connection.ConnectionString)) : connection.DataSource;

    /// <summary>What an error of either database means and what to do about it.</summary>
    public static StoreException Explain(DbException error, string name) => error is NpgsqlException ? PostgresErrors.Translate(error, name) : SqliteErrors.Translate(error, name);

    private static DbContextOptionsBuilder<TContext> Options<TContext>()
        where TContext : DbContext => new DbContextOptionsBuilder<TContext>().ConfigureWarnings(warnings => warnings.Ignore(RelationalEventId.PendingModelChangesWarning));
}
