using Masterplan.Activities.Clusters.Storage;
using Masterplan.Activities.Clusters.Storage.Postgres;
using Masterplan.Host.Access;
using Masterplan.Host.Audit;
using Masterplan.Runtime.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Masterplan.Host.Composition;

/// <summary>Puts in what keeps clusters, users and the record: files of the data folder, or tables of a database that hosts share.</summary>
internal static class FolderStores
{
    /// <summary>Where PostgreSQL keeps which migrations of the clusters' tables were applied; the runtime's are apart.</summary>
    public const string MigrationsTable = "cluster_migrations";

    public static IServiceCollection AddStores(this IServiceCollection services, DataFolder folder, StoreSettings settings)
    {
        services.AddSingleton(TimeProvider.System).AddSingleton<AuditLog>();
        if (settings.Postgres is not { } connection)
            return services
                .AddPooledDbContextFactory<ClusterDatabase>(options => Configure(options.UseSqlite($"Data Source={folder.ClusterDatabase};Default Timeout=30")))
                .AddSingleton<IAccessStore>(new AccessFile(folder.AccessList))
                .AddSingleton<IAuditStore>(new AuditFile(folder.AuditLog));
        return services
            .AddPooledDbContextFactory<PostgresClusterDatabase>(options => Configure(options.UseNpgsql(PostgresAccess.Complete(connection), postgres => postgres.MigrationsHistoryTable(MigrationsTable))))
            .AddSingleton<IDbContextFactory<ClusterDatabase>, DerivedContexts<ClusterDatabase, PostgresClusterDatabase>>()
            .AddSingleton<IAccessStore, AccessTable>()
            .AddSingleton<IAuditStore, AuditTable>();
    }

    /// <summary>The same for a command that needs nothing else.</summary>
    public static ServiceProvider Open(DataFolder folder)
    {
        var settings = StoreSettings.Read(folder);
        var services = new ServiceCollection().AddLogging().AddStores(folder, settings).AddSingleton<Accounts>().BuildServiceProvider();
        if (settings.IsShared)
            ClusterDatabaseOpening.OpenAsync(services.GetRequiredService<IDbContextFactory<ClusterDatabase>>(), folder, settings, CancellationToken.None).GetAwaiter().GetResult();
        return services;
    }

    // A test compares model and migrations; at every start it would cost a quarter of a second.
    public static void Configure(DbContextOptionsBuilder options) => options.ConfigureWarnings(warnings => warnings.Ignore(RelationalEventId.PendingModelChangesWarning));
}
