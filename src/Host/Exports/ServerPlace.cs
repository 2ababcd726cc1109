using System.Data;
using System.Data.Common;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Masterplan.Activities.Clusters.Secrets;
using Masterplan.Host.Composition;
using Masterplan.Runtime.Hosting.Copies;
using Microsoft.AspNetCore.DataProtection;

namespace Masterplan.Host.Exports;

/// <summary>A PostgreSQL database, all within one transaction.</summary>
internal sealed class ServerPlace : IDataPlace
{
    private readonly DbConnection connection;
    private readonly DatabaseCopy runs;
    private readonly DatabaseCopy clusters;
    private readonly IDataProtector protector;

    private ServerPlace(DbConnection connection, IDataProtector protector) =>
        (this.connection, runs, clusters, this.protector) = (connection, StoreDatabase.Of(connection), ClusterTables.Of(connection), protector);

    public string Name => StoreDatabase.NameOf(connection);

    public SchemaAges Newest => new(runs.NewestAge, clusters.NewestAge);

    public static async Task<IDataPlace> OpenAsync(string postgres, IDataProtector protector, CancellationToken cancellationToken) =>
        new ServerPlace(await StoreDatabase.ConnectAsync(postgres, cancellationToken), protector);

    public async Task<IReadOnlyList<string>> HeldAsync(CancellationToken cancellationToken) => [.. await clusters.HeldAsync(cancellationToken), .. await runs.HeldAsync(cancellationToken)];

    public async Task<DataSnapshot> SnapshotAsync(CancellationToken cancellationToken)
    {
        await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        if (await runs.AgeAsync(cancellationToken) is not { } runsAge || await clusters.AgeAsync(cancellationToken) is not { } clustersAge)
            throw new DataFolderException($"The database '{Name}' holds nothing of Masterplan's.");
        return new(new(runsAge, clustersAge), (long)(await runs.ScalarAsync(CarriedTables.CountRunsUnderWay, cancellationToken))!, TablesAsync(cancellationToken));
    }

    public async Task<long> FillAsync(SchemaAges ages, IAsyncEnumerable<TableRows> tables, CancellationToken cancellationToken)
    {
        await RefuseAsync(ages, cancellationToken);
        // Tables without rows are no harm if this is as far as it gets.
        await runs.MigrateAsync(ages.Runs, cancellationToken);
        await clusters.MigrateAsync(ages.Clusters, cancellationToken);
        var count = 0L;
        await using (var transaction = await connection.BeginTransactionAsync(cancellationToken))
        {
            await runs.LockAsync(cancellationToken);
            await clusters.LockAsync(cancellationToken);
            await RefuseAsync(ages, cancellationToken);
            await foreach (var table in tables.WithCancellation(cancellationToken))
                count += await (runs.Has(table.Table) ? runs : clusters).WriteAsync(table.Table == CarriedTables.Secrets ? table with { Rows = ProtectAsync(table.Rows) } : table, cancellationToken);
            await runs.FinishAsync(cancellationToken);
            await clusters.FinishAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        await runs.MigrateAsync(runs.NewestAge, cancellationToken);
        await clusters.MigrateAsync(clusters.NewestAge, cancellationToken);
        return count;
    }

    public async ValueTask DisposeAsync()
    {
        await runs.DisposeAsync();
        await clusters.DisposeAsync();
        await connection.DisposeAsync();
    }

    private async Task RefuseAsync(SchemaAges ages, CancellationToken cancellationToken)
    {
        if (await HeldAsync(cancellationToken) is { Count: > 0 } held)
            throw new DataFolderException($"The database '{Name}' is not empty: it holds {string.Join(", ", held)}. Nothing was copied. Name an empty database.");
        if (!runs.Has(ages.Runs) || !clusters.Has(ages.Clusters))
            throw new DataFolderException("PostgreSQL has no schema as old as this one. Nothing was copied. Bring it up first: import into a data folder, or open the one that it is in with `masterplan runs`; then `masterplan migrate --from sqlite --to postgres`.");
        if (await runs.AgeAsync(cancellationToken) > ages.Runs || await clusters.AgeAsync(cancellationToken) > ages.Clusters)
            throw new DataFolderException($"The database '{Name}' has tables of a newer schema than what is to be copied, which has to be brought up together with its rows. Nothing was copied. Name a new database, without tables.");
    }

    private async IAsyncEnumerable<TableRows> TablesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var table in clusters.ReadAsync(cancellationToken))
            yield return table.Table == CarriedTables.Secrets ? table with { Rows = UnprotectAsync(table) } : table;
        await foreach (var table in runs.ReadAsync(cancellationToken))
            yield return table;
    }

    private async IAsyncEnumerable<object?[]> UnprotectAsync(TableRows table)
    {
        var (name, content) = (table.Columns.ToList().IndexOf(CarriedTables.SecretColumns[0]), table.Columns.ToList().IndexOf(CarriedTables.SecretColumns[1]));
        await foreach (var row in table.Rows)
        {
            try
            {
                row[content] = protector.Unprotect((byte[])row[content]!);
            }
            catch (CryptographicException exception)
            {
                throw new SecretException($"The secret '{row[name]}' could not be decrypted: {exception.Message} This machine's key ring is missing or another one; all hosts of a database need the same (MASTERPLAN_KEYS).", exception);
            }

            yield return row;
        }
    }

    private async IAsyncEnumerable<object?[]> ProtectAsync(IAsyncEnumerable<object?[]> rows)
    {
        await foreach (var row in rows)
            yield return [.. row.Select(value => value is byte[] content ? protector.Protect(content) : value)];
    }
}
