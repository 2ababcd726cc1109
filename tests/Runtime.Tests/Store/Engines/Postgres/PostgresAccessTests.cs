using Masterplan.Runtime.Hosting;
using Masterplan.Runtime.Store;
using Masterplan.Runtime.Tests.Hosts;
using Masterplan.Services;
using Npgsql;

namespace Masterplan.Runtime.Tests.Store.Engines.Postgres;

/// <summary>What is wrong with a connection is told in one message, without the password; what may heal is waited for.</summary>
[Trait("Store", "PostgreSQL")]
public sealed class PostgresAccessTests(SharedDatabase database) : IClassFixture<SharedDatabase>
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Nonsense=1", "cannot be read")]
    [InlineData("Database=masterplan", "names no host")]
    public async Task Connection_string_that_makes_no_sense_is_refused_with_one_that_does(string connection, string said) =>
        (await FaultAsync(connection)).Message.ShouldSatisfyAllConditions(message => message.ShouldContain(said), message => message.ShouldContain("Host=db;Database=masterplan"));

    [Fact]
    public async Task Wrong_password_and_unknown_database_are_refused_at_once_and_without_the_password()
    {
        var wrong = await FaultAsync(With(settings => settings.Password = "not-the-one"));
        wrong.Fault.ShouldBe(StoreFault.Refused);
        wrong.Message.ShouldContain("Check user and password");
        wrong.Message.ShouldNotContain("not-the-one");
        var unknown = await FaultAsync(With(settings => settings.Database = "nowhere"));
        unknown.Fault.ShouldBe(StoreFault.Refused);
        unknown.Message.ShouldContain("has no such database");
        unknown.Message.ShouldNotContain(PostgresServer.Password);
    }

    [Fact]
    public async Task Server_that_is_not_there_yet_is_waited_for_and_the_wait_is_told_once()
    {
        await using var late = await PostgresServer.StartAsync(Cancelled);
        await late.StopAsync();
        var told = new List<string>();
        var waiting = PostgresAccess.WaitAsync(late.ConnectionString, Timeout.InfiniteTimeSpan, told.Add, TimeProvider.System, Cancelled);
        var first = await Task.WhenAny(waiting, Task.Delay(TimeSpan.FromSeconds(2), TimeProvider.System, Cancelled));
        first.ShouldNotBe(waiting);
        await late.BeginAsync(Cancelled);
        await waiting;
        told.Single().ShouldContain("does not answer");

        await late.StopAsync();
        (await FaultAsync(late.ConnectionString)).Fault.ShouldBe(StoreFault.Away);
    }

    [Fact]
    public async Task Database_of_a_newer_program_is_refused_unchanged()
    {
        var connection = database.NewConnection();
        await using (await TestRuntime.StartAsync(options: SharedDatabase.Host(connection, "one"), works: true))
        {
        }

        await using (var raw = new NpgsqlConnection(connection))
        {
            await raw.OpenAsync(Cancelled);
            await using var command = new NpgsqlCommand("""INSERT INTO runtime_migrations VALUES ('20990101000000_Later', '99.0')""", raw);
            await command.ExecuteNonQueryAsync(Cancelled);
        }

        var fault = await Should.ThrowAsync<StoreException>(async () => await TestRuntime.StartAsync(options: SharedDatabase.Host(connection, "one")));
        fault.Fault.ShouldBe(StoreFault.Newer);
        fault.Message.ShouldContain("20990101000000_Later");
    }

    private static Task<StoreException> FaultAsync(string connection) =>
        Should.ThrowAsync<StoreException>(PostgresAccess.WaitAsync(connection, TimeSpan.Zero, _ => { }, TimeProvider.System, Cancelled));

    private string With(Action<NpgsqlConnectionStringBuilder> change)
    {
        var settings = new NpgsqlConnectionStringBuilder(database.Server.ConnectionString);
        change(settings);
        return settings.ToString();
    }
}
