using System.Text.Json.Nodes;
using Masterplan.Bench.Serving;
using Masterplan.Services;
using Npgsql;

namespace Masterplan.Bench.Hosts;

/// <summary>Real hosts on one real PostgreSQL and RabbitMQ, all of this machine; the folder goes with them.</summary>
internal sealed class HostFleet : IAsyncDisposable
{
    private readonly PostgresServer postgres;
    private readonly RabbitMqServer rabbitMq;
    private readonly DirectoryInfo folder;
    private readonly string program;
    private readonly NpgsqlDataSource database;
    private readonly List<ServedProgram> hosts = [];

    private HostFleet(PostgresServer postgres, RabbitMqServer rabbitMq, string program, string parent)
    {
        (this.postgres, this.rabbitMq, this.program) = (postgres, rabbitMq, program);
        folder = Directory.CreateDirectory(Path.Combine(parent, $"masterplan-bench-{Guid.NewGuid():n}"));
        database = NpgsqlDataSource.Create(postgres.ConnectionString);
    }

    public IReadOnlyList<ServedProgram> Hosts => hosts;

    public static async Task<HostFleet> StartAsync(string program, string parent, int hosts)
    {
        var fleet = new HostFleet(await PostgresServer.StartAsync(["-c", "max_connections=300"]), await RabbitMqServer.StartAsync(), program, parent);
        for (var host = 0; host < hosts; host++)
            await fleet.AddAsync();
        return fleet;
    }

    public async Task<ServedProgram> AddAsync()
    {
        var host = await ServedProgram.StartAsync(program, folder, new Dictionary<string, string> { ["MASTERPLAN_POSTGRES"] = postgres.ConnectionString, ["MASTERPLAN_RABBITMQ"] = rabbitMq.Address });
        hosts.Add(host);
        return host;
    }

    public async Task<T> AskAsync<T>(string sql)
    {
        await using var command = database.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Starts so many runs, spread over the hosts.</summary>
    public async Task DispatchAsync(string definition, int count)
    {
        const int Batch = 250;
        await Task.WhenAll(Enumerable.Range(0, (count + Batch - 1) / Batch).Select(batch => hosts[batch % hosts.Count].PostAsync(
            $"/elsa/api/workflow-definitions/{definition}/bulk-dispatch", new JsonObject { ["count"] = Math.Min(Batch, count - (batch * Batch)) })));
    }

    public async Task UntilAsync(string condition)
    {
        while (!await AskAsync<bool>(condition))
            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var host in hosts)
            await host.DisposeAsync();
        await database.DisposeAsync();
        await rabbitMq.DisposeAsync();
        await postgres.DisposeAsync();
    }
}
