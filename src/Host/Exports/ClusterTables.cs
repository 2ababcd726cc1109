using System.Data.Common;
using Masterplan.Activities.Clusters.Storage;
using Masterplan.Activities.Clusters.Storage.Postgres;
using Masterplan.Host.Composition;
using Masterplan.Runtime.Hosting.Copies;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Masterplan.Host.Exports;

/// <summary>The tables of clusters, to be carried elsewhere.</summary>
internal static class ClusterTables
{
    // Reboots is SQLite's second migration, and PostgreSQL's first made what it made.
    private const int OlderThanPostgres = 1;

    public static DatabaseCopy Of(DbConnection connection) => new(connection is NpgsqlConnection
        ? new PostgresClusterDatabase(Options<PostgresClusterDatabase>(options => options.UseNpgsql(connection, postgres => postgres.MigrationsHistoryTable(FolderStores.MigrationsTable))))
        : new ClusterDatabase(Options<ClusterDatabase>(options => options.UseSqlite(connection))), OlderThanPostgres);

    private static DbContextOptions<TContext> Options<TContext>(Action<DbContextOptionsBuilder> configure)
        where TContext : DbContext
    {
        var options = new DbContextOptionsBuilder<TContext>();
        FolderStores.Configure(options);
        configure(options);
        return options.Options;
    }
}
