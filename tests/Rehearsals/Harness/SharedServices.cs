using Masterplan.Services;
using Npgsql;

namespace Masterplan.Rehearsals.Harness;

/// <summary>The PostgreSQL and RabbitMQ that the hosts of a class of tests share.</summary>
public sealed class SharedServices : IAsyncLifetime
{
    public PostgresServer Postgres { get; private set; } = null!;

    public RabbitMqServer RabbitMq { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var broker = RabbitMqServer.StartAsync();
        Postgres = await PostgresServer.StartAsync();
        RabbitMq = await broker;
    }

    /// <summary>Has the stage's programs share a database of its own, and the broker.</summary>
    public async Task<string> ConnectAsync(Stage stage)
    {
        var name = $"test{Guid.NewGuid():n}";
        await ExecuteAsync(Postgres.ConnectionString, $"CREATE DATABASE {name}");
        var connection = new NpgsqlConnectionStringBuilder(Postgres.ConnectionString) { Database = name, MaxPoolSize = 40 }.ToString();
        stage.Environment["MASTERPLAN_POSTGRES"] = connection;
        stage.Environment["MASTERPLAN_RABBITMQ"] = RabbitMq.Address;
        return connection;
    }

    /// <summary>The first value of a query.</summary>
    public static async Task<object?> ExecuteAsync(string connection, string sql)
    {
        // Tests restart the server, which a pool would not know of.
        await using var database = new NpgsqlConnection(connection + ";Pooling=false");
        await database.OpenAsync();
#pragma warning disable CA2100 // Tests' own texts.
        await using var command = new NpgsqlCommand(sql, database);
#pragma warning restore CA2100
        return await command.ExecuteScalarAsync();
    }

    /// <summary>Waits until a query's first value is true; a server that is away is asked again.</summary>
    public static async Task UntilAsync(string connection, string condition, CancellationToken cancellationToken)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            object? found;
            try
            {
                if ((found = await ExecuteAsync(connection, condition)) is true)
                    return;
            }
            catch (NpgsqlException e)
            {
                found = e.Message;
            }

            if (TimeProvider.System.GetElapsedTime(started) > ProgramUnderTest.Guard)
                throw new TimeoutException($"'{condition}' did not come true within {ProgramUnderTest.Guard}; the last answer was '{found}'.");
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await RabbitMq.DisposeAsync();
        await Postgres.DisposeAsync();
    }
}
