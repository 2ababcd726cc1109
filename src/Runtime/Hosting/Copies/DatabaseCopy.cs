using System.Data.Common;
using System.Runtime.CompilerServices;
using Masterplan.Runtime.Store.Engines;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql;

namespace Masterplan.Runtime.Hosting.Copies;

/// <summary>A database of this program, in SQLite or PostgreSQL, read and written as tables and rows: so it can be carried from either into either, and at the age that its schema has.</summary>
/// <param name="context">The database, on a connection that is open.</param>
/// <param name="olderThanPostgres">How many of SQLite's migrations were made before PostgreSQL's first; from then on each of one has its like of the other, so that a place in the row is an age in both.</param>
/// <param name="last">What is to be executed when all rows are written.</param>
public sealed class DatabaseCopy(DbContext context, int olderThanPostgres, string? last = null) : IAsyncDisposable
{
    private readonly DbConnection connection = context.Database.GetDbConnection();
    private readonly List<string> migrations = [.. context.GetService<IMigrationsAssembly>().Migrations.Keys];

    /// <summary>The schema's age that this program makes.</summary>
    public int NewestAge => migrations.Count - 1 - Older;

    private bool IsPostgres => connection is NpgsqlConnection;

    private int Older => IsPostgres ? 0 : olderThanPostgres;

    /// <summary>The schema's age; null if there is none. Fails with <see cref="Store.StoreException"/> if a newer program made it.</summary>
    public async Task<int?> AgeAsync(CancellationToken cancellationToken)
    {
        SchemaAge.RefuseNewer(context, StoreDatabase.NameOf(connection));
        var applied = await context.Database.GetAppliedMigrationsAsync(cancellationToken);
        return applied.LastOrDefault() is { } newest ? migrations.IndexOf(newest) - Older : null;
    }

    /// <summary>True if a schema of this age can lie in this database.</summary>
    public bool Has(int age) => age + Older >= 0 && age <= NewestAge;

    /// <summary>Brings the schema up to this age; one that is there already stays.</summary>
    public async Task MigrateAsync(int age, CancellationToken cancellationToken)
    {
        if (await AgeAsync(cancellationToken) is not { } found || found < age)
            await context.Database.MigrateAsync(migrations[age + Older], cancellationToken);
    }

    /// <summary>True if the table belongs to this database.</summary>
    public bool Has(string table) => Find(table) is not null;

    /// <summary>What the tables hold, in words such as "3 rows in Instances"; nothing if they are empty or not there.</summary>
    public async Task<IReadOnlyList<string>> HeldAsync(CancellationToken cancellationToken)
    {
        var held = new List<string>();
        foreach (var table in await TablesAsync(cancellationToken))
            if (await ScalarAsync($"SELECT count(*) FROM \"{table.GetTableName()}\"", cancellationToken) is long count and > 0)
                held.Add($"{count} rows in {table.GetTableName()}");
        return held;
    }

    /// <summary>Keeps all others from writing into the tables until the transaction ends.</summary>
    public async Task LockAsync(CancellationToken cancellationToken)
    {
        if (IsPostgres)
            foreach (var table in await TablesAsync(cancellationToken))
                await ExecuteAsync($"LOCK TABLE \"{table.GetTableName()}\" IN EXCLUSIVE MODE", cancellationToken);
    }

    /// <summary>The first value of a query.</summary>
    public async Task<object?> ScalarAsync(string sql, CancellationToken cancellationToken)
    {
        await using var command = Command(sql);
        return await command.ExecuteScalarAsync(cancellationToken);
    }

    /// <summary>All tables with all their rows, in the order in which they were written. Within a transaction of snapshots all are of one instant.</summary>
    public async IAsyncEnumerable<TableRows> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var table in await TablesAsync(cancellationToken))
        {
            await using var command = Command($"SELECT * FROM \"{table.GetTableName()}\" ORDER BY {OrderOf(table)}");
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            // Where a journal's line stands among all is for each database to say.
            var columns = Enumerable.Range(0, reader.FieldCount).Where(column => PositionOf(table) is not { } position || reader.GetName(column) != position).ToList();
            yield return new(table.GetTableName()!, [.. columns.Select(reader.GetName)], RowsAsync(reader, columns, cancellationToken));
        }
    }

    /// <summary>Writes a table's rows.</summary>
    /// <returns>How many there were.</returns>
    public async Task<long> WriteAsync(TableRows rows, CancellationToken cancellationToken)
    {
        var table = Find(rows.Table)!;
        return connection is NpgsqlConnection postgres
            ? await PostgresRows.WriteAsync(postgres, table.GetTableName()!, PositionOf(table), rows, cancellationToken)
            : await SqliteRows.WriteAsync(connection, table.GetTableName()!, rows, cancellationToken);
    }

    /// <summary>To be called when all rows are written: numbers that the database gives go on after theirs.</summary>
    public async Task FinishAsync(CancellationToken cancellationToken)
    {
        if (IsPostgres)
            foreach (var table in await TablesAsync(cancellationToken))
                if (NumberOf(table) is { } column)
                    await ExecuteAsync($"""SELECT setval(pg_get_serial_sequence('"{table.GetTableName()}"', '{column}'), (SELECT coalesce(max("{column}"), 0) + 1 FROM "{table.GetTableName()}"), false)""", cancellationToken);
        if (last is not null)
            await ExecuteAsync(last, cancellationToken);
    }

    public ValueTask DisposeAsync() => context.DisposeAsync();

    private static async IAsyncEnumerable<object?[]> RowsAsync(DbDataReader reader, List<int> columns, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (await reader.ReadAsync(cancellationToken))
            yield return [.. columns.Select(column => reader.GetValue(column) switch
            {
                DBNull => null,
                int number => (long)number,
                var value => value,
            })];
    }

    private string OrderOf(IEntityType table) => !IsPostgres
        ? "rowid"
        : PositionOf(table) ?? string.Join(", ", table.FindPrimaryKey()!.Properties.Select(property => $"\"{property.GetColumnName()}\""));

    private static string? PositionOf(IEntityType table) => table.FindProperty(Store.Engines.Postgres.PostgresRuntimeDbContext.Position)?.GetColumnName();

    private static string? NumberOf(IEntityType table) => table.FindPrimaryKey()!.Properties is [{ ValueGenerated: ValueGenerated.OnAdd } number] && number.ClrType == typeof(long) ? number.GetColumnName() : null;

    private IEntityType? Find(string table) => context.Model.GetEntityTypes().FirstOrDefault(entity => string.Equals(entity.GetTableName(), table, StringComparison.OrdinalIgnoreCase));

    /// <summary>Those that are there: an older schema has fewer.</summary>
    private async Task<List<IEntityType>> TablesAsync(CancellationToken cancellationToken)
    {
        await using var command = Command(IsPostgres ? "SELECT tablename FROM pg_tables WHERE schemaname = ANY(current_schemas(false))" : "SELECT name FROM sqlite_master WHERE type = 'table'");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var found = new HashSet<string>(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancellationToken))
            found.Add(reader.GetString(0));
        return [.. context.Model.GetEntityTypes().Where(entity => found.Contains(entity.GetTableName()!))];
    }

    private async Task ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        await using var command = Command(sql);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private DbCommand Command(string sql)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // Names are the model's.
        command.CommandText = sql;
#pragma warning restore CA2100
        return command;
    }
}
