using Masterplan.Runtime.Store.Engines.Postgres;
using Masterplan.Runtime.Tests.Hosts;
using Npgsql;

namespace Masterplan.Runtime.Tests.Store.Engines.Postgres;

[Trait("Store", "PostgreSQL")]
public sealed class PostgresEngineTests(SharedDatabase database) : IClassFixture<SharedDatabase>
{
    /// <summary>Plans are made while the table is small, and kept.</summary>
    [Fact]
    public async Task Lease_is_taken_by_the_key_even_of_a_table_without_statistics()
    {
        var connection = database.NewConnection();
        await using var host = await TestRuntime.StartAsync(options: SharedDatabase.Host(connection, "one"));
        await using var postgres = new NpgsqlConnection(connection);
        await postgres.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = postgres.CreateCommand();
        command.CommandText = $"EXPLAIN {new PostgresEngine(connection).Acquire.Replace("@p0", "'a'").Replace("@p1", "'one'").Replace("@p2", "2").Replace("@p3", "1")}";
        var plan = new List<string>();
        await using var lines = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        while (await lines.ReadAsync(TestContext.Current.CancellationToken))
            plan.Add(lines.GetString(0));
        string.Join('\n', plan).ShouldNotContain("ix_instances_running", Case.Insensitive);
    }
}
