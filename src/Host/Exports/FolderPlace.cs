using System.Data;
using System.Data.Common;
using Masterplan.Host.Composition;
using Masterplan.Runtime.Hosting.Copies;
using Microsoft.AspNetCore.DataProtection;

namespace Masterplan.Host.Exports;

/// <summary>A data folder: two SQLite files, secrets, users and keys, and the record.</summary>
internal sealed class FolderPlace(DataFolder folder, IDataProtector protector) : IDataPlace
{
    private readonly List<IAsyncDisposable> opened = [];

    public string Name => folder.Root;

    public SchemaAges Newest
    {
        get
        {
            using var nowhere = new Microsoft.Data.Sqlite.SqliteConnection("Data Source=:memory:");
            return new(StoreDatabase.Of(nowhere).NewestAge, ClusterTables.Of(nowhere).NewestAge);
        }
    }

    public async Task<IReadOnlyList<string>> HeldAsync(CancellationToken cancellationToken)
    {
        var held = new List<string>();
        foreach (var (path, tables) in new[] { (folder.ClusterDatabase, (Func<DbConnection, DatabaseCopy>)ClusterTables.Of), (folder.RuntimeDatabase, StoreDatabase.Of) })
            if (File.Exists(path))
            {
                await using var connection = await StoreDatabase.OpenAsync(path, isNew: false, cancellationToken);
                await using var database = tables(connection);
                held.AddRange(await database.HeldAsync(cancellationToken));
            }

        held.AddRange(FolderFiles.Held(folder));
        return held;
    }

    /// <summary>The runs first: what is read a moment later is then as after a kill at the first instant, never short of what a run has done.</summary>
    public async Task<DataSnapshot> SnapshotAsync(CancellationToken cancellationToken)
    {
        if (!File.Exists(folder.RuntimeDatabase) || !File.Exists(folder.ClusterDatabase))
            throw new DataFolderException($"The data folder '{Name}' holds no runs, so there is nothing to take along. Name another with --data.");
        var runs = await HoldAsync(folder.RuntimeDatabase, StoreDatabase.Of, cancellationToken);
        var underWay = await runs.ScalarAsync(CarriedTables.CountRunsUnderWay, cancellationToken);
        var clusters = await HoldAsync(folder.ClusterDatabase, ClusterTables.Of, cancellationToken);
        if (await runs.AgeAsync(cancellationToken) is not { } runsAge || await clusters.AgeAsync(cancellationToken) is not { } clustersAge)
            throw new DataFolderException($"The data folder '{Name}' holds no runs, so there is nothing to take along. Name another with --data.");
        var files = FolderFiles.Read(folder, protector);
        return new(new(runsAge, clustersAge), (long)underWay!, files.ToAsyncEnumerable().Concat(clusters.ReadAsync(cancellationToken)).Concat(runs.ReadAsync(cancellationToken)));
    }

    /// <summary>Everything is made beside, and put in its place when it is whole.</summary>
    public async Task<long> FillAsync(SchemaAges ages, IAsyncEnumerable<TableRows> tables, CancellationToken cancellationToken)
    {
        if (await HeldAsync(cancellationToken) is { Count: > 0 } held)
            throw new DataFolderException($"The data folder '{Name}' is not empty: it holds {string.Join(", ", held)}. Nothing was changed. Name another with --data.");
        var beside = folder.BeginImport();
        var count = await FillAsync(beside, ages, tables, cancellationToken);
        folder.Adopt(beside);
        return count;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var one in opened.AsEnumerable().Reverse())
            await one.DisposeAsync();
    }

    private async Task<long> FillAsync(DataFolder beside, SchemaAges ages, IAsyncEnumerable<TableRows> tables, CancellationToken cancellationToken)
    {
        await using var runsFile = await StoreDatabase.OpenAsync(beside.RuntimeDatabase, isNew: true, cancellationToken);
        await using var clustersFile = await StoreDatabase.OpenAsync(beside.ClusterDatabase, isNew: true, cancellationToken);
        await using var runs = StoreDatabase.Of(runsFile);
        await using var clusters = ClusterTables.Of(clustersFile);
        if (!runs.Has(ages.Runs) || !clusters.Has(ages.Clusters))
            throw new DataFolderException("SQLite has no schema as old as this one. Nothing was changed. Use a program between the two.");
        await runs.MigrateAsync(ages.Runs, cancellationToken);
        await clusters.MigrateAsync(ages.Clusters, cancellationToken);
        var count = 0L;
        await using (var runsWritten = await runsFile.BeginTransactionAsync(cancellationToken))
        await using (var clustersWritten = await clustersFile.BeginTransactionAsync(cancellationToken))
        {
            await foreach (var table in tables.WithCancellation(cancellationToken))
                count += table.Table is CarriedTables.Secrets or CarriedTables.Documents or CarriedTables.Audit
                    ? await FolderFiles.WriteAsync(beside, protector, table, cancellationToken)
                    : await (runs.Has(table.Table) ? runs : clusters).WriteAsync(table, cancellationToken);
            await runs.FinishAsync(cancellationToken);
            await clusters.FinishAsync(cancellationToken);
            await runsWritten.CommitAsync(cancellationToken);
            await clustersWritten.CommitAsync(cancellationToken);
        }

        await runs.MigrateAsync(runs.NewestAge, cancellationToken);
        await clusters.MigrateAsync(clusters.NewestAge, cancellationToken);
        return count;
    }

    /// <summary>All reads see the file as it is now.</summary>
    private async Task<DatabaseCopy> HoldAsync(string path, Func<DbConnection, DatabaseCopy> tables, CancellationToken cancellationToken)
    {
        var connection = (Microsoft.Data.Sqlite.SqliteConnection)await StoreDatabase.OpenAsync(path, isNew: false, cancellationToken);
        opened.Add(connection);
        opened.Add(connection.BeginTransaction(IsolationLevel.Serializable, deferred: true));
        var database = tables(connection);
        opened.Add(database);
        // SQLite's transaction begins with its first read.
        await database.ScalarAsync("SELECT count(*) FROM sqlite_master", cancellationToken);
        return database;
    }
}
