using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Masterplan.Rehearsals.Harness;
using Npgsql;

namespace Masterplan.Rehearsals;

/// <summary>Two hosts on one PostgreSQL and RabbitMQ: either may be lost at any time, and so may, for a while, what they share.</summary>
public sealed class ManyHostsTests(SharedServices services, ITestOutputHelper output) : IClassFixture<SharedServices>
{
    private const string Speed = "60";

    /// <summary>A lease of 30 s, and a look around.</summary>
    private static readonly TimeSpan TakenOver = TimeSpan.FromSeconds(35);

    private const string Unfinished = """
        SELECT 'runs ' || (SELECT json_agg(i) FROM (SELECT id, definitionid, substatus, isrunnable, leaseowner, leaseuntil, updatedat FROM instances WHERE status = 0) i)
          || ' sessions ' || (SELECT json_agg(s) FROM (SELECT state, wait_event, xact_start, query FROM pg_stat_activity WHERE datname = current_database()) s)
        """;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Hosts_killed_in_turn_while_broker_and_database_restart_build_exactly_what_is_planned()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("MASTERPLAN_SEED"), out var asked) ? asked : Random.Shared.Next(10_000);
        output.WriteLine($"MASTERPLAN_SEED={seed}");
        var random = new Random(seed);
        await using var stage = new Stage();
        var connection = await services.ConnectAsync(stage);
        ServingHost[] hosts = [await ServingHost.StartAsync(stage, Speed, Cancelled), await ServingHost.StartAsync(stage, Speed, Cancelled)];
        var key = await KeyAsync(stage);
        var run = await BootstrapAsync(hosts[0], key, stage, masters: 3, workers: 20);
        var takeovers = new List<Task<TimeSpan>>();
        for (var kill = 0; kill < 6; kill++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(1000, 4000)), TimeProvider.System, Cancelled);
            var victim = hosts[kill % 2];
            await victim.KillAsync();
            takeovers.Add(TakeOverAsync(connection, victim.Name));
            victim.Dispose();
            if (kill == 2)
            {
                await services.RabbitMq.StopAsync();
                await services.RabbitMq.BeginAsync(Cancelled);
            }

            if (kill == 3)
            {
                await services.Postgres.StopAsync();
                await services.Postgres.BeginAsync(Cancelled);
            }

            hosts[kill % 2] = await ServingHost.StartAsync(stage, Speed, Cancelled);
        }

        await EndAsync(connection, run);
        foreach (var takeover in takeovers)
            (await takeover).ShouldBeLessThan(TakenOver, $"seed {seed}");
        output.WriteLine($"taken over after {string.Join(", ", (await Task.WhenAll(takeovers)).Select(time => $"{time.TotalSeconds:0.0} s"))}");
        await stage.ShouldHaveRunEachStepOnceAsync(run, []);
        await stage.ShouldBeAsPlannedAsync();
        foreach (var host in hosts)
            host.Dispose();
    }

    [Fact]
    public async Task Host_that_sleeps_past_its_lease_in_the_middle_of_a_launch_makes_no_second_instance()
    {
        await using var stage = new Stage();
        var connection = await services.ConnectAsync(stage);
        using var sleeper = await ServingHost.StartAsync(stage, Speed, Cancelled);
        var key = await KeyAsync(stage);
        var run = await BootstrapAsync(sleeper, key, stage, masters: 1, workers: 2);
        var launching = await StopWithinLaunchAsync(sleeper, connection);
        using var other = await ServingHost.StartAsync(stage, Speed, Cancelled);
        await UntilAsync(connection, $"SELECT leaseowner = '{other.Name}' OR status = 1 FROM instances WHERE id = '{launching}'");
        await EndAsync(connection, run);
        sleeper.Signal("CONT");
        // It has to notice, and to answer again.
        sleeper.Use(key);
        (await sleeper.Http.GetAsync($"api/runs/{run}", Cancelled)).StatusCode.ShouldBe(HttpStatusCode.OK);
        await UntilAsync(connection, $"SELECT count(*) = 0 FROM instances WHERE leaseuntil IS NOT NULL");
        await stage.ShouldHaveRunEachStepOnceAsync(run, []);
        await stage.ShouldBeAsPlannedAsync();
        sleeper.Signal("TERM");
        var began = Stopwatch.GetTimestamp();
        (await sleeper.EndAsync()).ExitCode.ShouldBe(0);
        Stopwatch.GetElapsedTime(began).ShouldBeLessThan(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Of_two_people_who_act_on_one_run_through_two_hosts_one_wins()
    {
        await using var stage = new Stage();
        var connection = await services.ConnectAsync(stage);
        using var one = await ServingHost.StartAsync(stage, Speed, Cancelled);
        using var two = await ServingHost.StartAsync(stage, Speed, Cancelled);
        var key = await KeyAsync(stage, "admin");
        one.Use(key);
        two.Use(key);
        (await one.Http.PostAsJsonAsync("elsa/api/workflow-definitions", new { publish = true, model = Failing() }, Cancelled)).EnsureSuccessStatusCode();
        var started = await one.Http.PostAsJsonAsync("elsa/api/workflow-definitions/failing/dispatch", new { }, Cancelled);
        var run = JsonDocument.Parse(await started.Content.ReadAsStringAsync(Cancelled)).RootElement.GetProperty("workflowInstanceId").GetString()!;
        await UntilAsync(connection, $"SELECT incidentcount > 0 AND leaseuntil IS NULL FROM instances WHERE id = '{run}'");
        var answers = await Task.WhenAll(one.Http.PostAsync($"api/runs/{run}/skip", null, Cancelled), two.Http.PostAsync($"api/runs/{run}/skip", null, Cancelled));
        answers.Count(answer => answer.IsSuccessStatusCode).ShouldBe(1);
        var loser = answers.Single(answer => !answer.IsSuccessStatusCode);
        loser.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await loser.Content.ReadAsStringAsync(Cancelled)).ShouldMatch("someone else|was skipped at|cannot be asked");
    }

    [Fact]
    public async Task Folder_with_a_run_under_way_is_carried_over_and_the_run_goes_on()
    {
        await using var stage = new Stage();
        using (var running = stage.Start("bootstrap", "demo", "--spec", stage.Spec(), "--speed", Speed))
        {
            for (var left = 12; left > 0; left--)
                await running.NextAsync(line => line.IsCheckpoint);
            await running.KillAsync();
        }

        await services.ConnectAsync(stage);
        (await stage.RunAsync("migrate", "--from", "sqlite", "--to", "postgres")).ShouldSucceed();
        var ended = (await stage.RunAsync("bootstrap", "demo")).ShouldSucceed();
        await stage.ShouldHaveRunEachStepOnceAsync(ended.Run, []);
        await stage.ShouldBeAsPlannedAsync();
        (await stage.RunAsync("migrate", "--from", "sqlite", "--to", "postgres")).ShouldExitWith(10).Errors.ShouldContain("Nothing was copied");
    }

    /// <summary>Stops a host that is just writing down in the ledger what it found out about an instance: it holds the lease of that run.</summary>
    /// <returns>The run that makes the instance.</returns>
    private static async Task<string> StopWithinLaunchAsync(ServingHost host, string connection)
    {
        const string Launching = "FROM instances i JOIN activityexecutions e ON e.instanceid = i.id WHERE e.activitytype LIKE '%LaunchCoreOsNode' AND e.completedat IS NULL";
        await UntilAsync(connection, $"SELECT count(*) > 0 {Launching}");
        await using var database = new NpgsqlConnection(connection + ";Pooling=false");
        await database.OpenAsync(Cancelled);
        await using var transaction = await database.BeginTransactionAsync(Cancelled);
        await using var hold = new NpgsqlCommand("LOCK TABLE \"Ledger\" IN EXCLUSIVE MODE", database, transaction);
        await hold.ExecuteNonQueryAsync(Cancelled);
        var leased = $"{Launching} AND i.leaseowner = '{host.Name}' AND i.leaseuntil IS NOT NULL AND EXISTS (SELECT 1 FROM pg_locks WHERE NOT granted AND relation = '\"Ledger\"'::regclass)";
        await UntilAsync(connection, $"SELECT count(*) > 0 {leased}");
        host.Signal("STOP");
        var run = (string)(await SharedServices.ExecuteAsync(connection, $"SELECT i.id {leased} LIMIT 1"))!;
        await transaction.RollbackAsync(Cancelled);
        return run;
    }

    private static object Failing() => new
    {
        definitionId = "failing",
        name = "Failing",
        options = new { incidentStrategyType = "Elsa.Workflows.IncidentStrategies.ContinueWithIncidentsStrategy, Elsa.Workflows.Core" },
        root = new { id = "Fault1", type = "Elsa.Fault", version = 1, message = new { typeName = "String", expression = new { type = "Literal", value = "It does." } } },
    };

    private static Task<string> KeyAsync(Stage stage, string role = "operator") => stage.KeyAsync(role);

    private static Task<string> BootstrapAsync(ServingHost host, string key, Stage stage, int masters, int workers)
    {
        host.Use(key);
        return host.BootstrapAsync(stage.Spec(masters, workers), Cancelled);
    }

    /// <summary>How long after its death all that a host had leased is in other hands, or done.</summary>
    private static async Task<TimeSpan> TakeOverAsync(string connection, string host)
    {
        var died = Stopwatch.GetTimestamp();
        await UntilAsync(connection, $"SELECT count(*) = 0 FROM instances WHERE leaseowner = '{host}' AND leaseuntil IS NOT NULL");
        return Stopwatch.GetElapsedTime(died);
    }

    private static async Task EndAsync(string connection, string run)
    {
        try
        {
            await UntilAsync(connection, $"SELECT status = 1 FROM instances WHERE id = '{run}'");
        }
        catch (OperationCanceledException) when (!Cancelled.IsCancellationRequested)
        {
            throw new TimeoutException($"The run did not end: {await SharedServices.ExecuteAsync(connection, Unfinished)}");
        }
    }

    private static Task UntilAsync(string connection, string condition) => SharedServices.UntilAsync(connection, condition, Cancelled);
}
