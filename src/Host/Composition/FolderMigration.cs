using Masterplan.Activities.Clusters.Storage;
using Masterplan.Activities.Clusters.Storage.Postgres;
using Masterplan.Host.Access;
using Masterplan.Host.Audit;
using Masterplan.Runtime.Hosting;
using Masterplan.Runtime.Json;
using Microsoft.EntityFrameworkCore;

namespace Masterplan.Host.Composition;

/// <summary>Carries a data folder over to PostgreSQL: clusters, secrets as they are encrypted, users and keys, the record, and runs with all that is under way. The folder stays as it was.</summary>
internal sealed class FolderMigration(DataFolder folder, string postgres)
{
    private static readonly string[] Numbered = ["Ledger", "Changes"];

    /// <returns>How many rows were written.</returns>
    /// <exception cref="DataFolderException">The target is not empty; nothing was changed.</exception>
    public async Task<long> RunAsync(CancellationToken cancellationToken)
    {
        await using var source = Stores(StoreSettings.Embedded);
        await using var target = Stores(new StoreSettings(postgres, null));
        var databases = target.GetRequiredService<IDbContextFactory<ClusterDatabase>>();
        await ClusterDatabaseOpening.OpenAsync(source.GetRequiredService<IDbContextFactory<ClusterDatabase>>(), folder, StoreSettings.Embedded, cancellationToken);
        await ClusterDatabaseOpening.OpenAsync(databases, folder, new StoreSettings(postgres, null), cancellationToken);
        await using var old = await source.GetRequiredService<IDbContextFactory<ClusterDatabase>>().CreateDbContextAsync(cancellationToken);
        await using var fresh = (PostgresClusterDatabase)await databases.CreateDbContextAsync(cancellationToken);
        if (await fresh.Clusters.AnyAsync(cancellationToken) || await fresh.Secrets.AnyAsync(cancellationToken) || await fresh.Documents.AnyAsync(cancellationToken))
            throw new DataFolderException("The PostgreSQL database holds clusters, secrets or users already. Nothing was copied. Name an empty database.");
        // First the runs, in a transaction of their own: if what follows fails, the target is seen not to be empty and is to be made anew.
        var copied = await StoreCopy.CopyAsync(folder.RuntimeDatabase, postgres, cancellationToken);
        await using var transaction = await fresh.Database.BeginTransactionAsync(cancellationToken);
        copied += await CopyAsync(old, fresh, cancellationToken) + CopyFiles(source, fresh);
        await fresh.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return copied;
    }

    private ServiceProvider Stores(StoreSettings settings) => new ServiceCollection().AddLogging().AddStores(folder, settings).BuildServiceProvider();

    private static async Task<long> CopyAsync(ClusterDatabase old, PostgresClusterDatabase fresh, CancellationToken cancellationToken)
    {
        var copied = await TableCopy.CopyAsync(old.Clusters, fresh, cancellationToken)
            + await TableCopy.CopyAsync(old.Ledger, fresh, cancellationToken)
            + await TableCopy.CopyAsync(old.Nodes, fresh, cancellationToken)
            + await TableCopy.CopyAsync(old.DisruptionLocks, fresh, cancellationToken)
            + await TableCopy.CopyAsync(old.Changes, fresh, cancellationToken)
            + await TableCopy.CopyAsync(old.ArtifactPins, fresh, cancellationToken);
        foreach (var table in Numbered)
#pragma warning disable EF1002 // The names are constants.
            await fresh.Database.ExecuteSqlRawAsync($"""SELECT setval(pg_get_serial_sequence('"{table}"', 'Id'), (SELECT coalesce(max("Id"), 0) + 1 FROM "{table}"), false)""", cancellationToken);
#pragma warning restore EF1002
        return copied;
    }

    private long CopyFiles(ServiceProvider source, PostgresClusterDatabase fresh)
    {
        var secrets = Directory.Exists(folder.Secrets) ? Directory.GetFiles(folder.Secrets, "*", SearchOption.AllDirectories) : [];
        fresh.Secrets.AddRange(secrets.Select(path => new SecretRow { Name = Path.GetRelativePath(folder.Secrets, path), Content = File.ReadAllBytes(path) }));
        var access = source.GetRequiredService<IAccessStore>().Read();
        if (access.Users.Count + access.Keys.Count > 0)
            fresh.Documents.Add(new() { Name = AccessTable.Document, Json = RuntimeJson.Serialize(access) });
        var record = source.GetRequiredService<AuditLog>().Read(null, 0, int.MaxValue);
        fresh.Audit.AddRange(record.Reverse().Select(entry => new AuditRow { Cluster = entry.Cluster, Json = RuntimeJson.Serialize(entry) }));
        return secrets.Length + record.Count + 1;
    }
}
