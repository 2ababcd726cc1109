using Masterplan.Services;
using Npgsql;

namespace Masterplan.Host.Tests.Exports;

/// <summary>A PostgreSQL server for the tests of a class.</summary>
public sealed class Server : IAsyncLifetime
{
    private PostgresServer postgres = null!;

    public async ValueTask InitializeAsync() => postgres = await PostgresServer.StartAsync(TestContext.Current.CancellationToken);

    /// <summary>A database without tables.</summary>
    public async Task<string> NewDatabaseAsync()
    {
        var name = $"test{Guid.NewGuid():n}";
        await ExecuteAsync(postgres.ConnectionString, $"CREATE DATABASE {name}");
        return new NpgsqlConnectionStringBuilder(postgres.ConnectionString) { Database = name }.ToString();
    }

    public static async Task ExecuteAsync(string connection, string sql)
    {
        await using var database = new NpgsqlConnection(connection + ";Pooling=false");
        await database.OpenAsync();
#pragma warning disable CA2100 // Tests' own texts.
        await using var command = new NpgsqlCommand(sql, database);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }

    public ValueTask DisposeAsync() => postgres.DisposeAsync();
}
