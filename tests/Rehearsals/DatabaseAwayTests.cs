using System.Diagnostics;
using System.Net;
using Masterplan.Rehearsals.Harness;
using Masterplan.Services;
using Npgsql;

namespace Masterplan.Rehearsals;

/// <summary>The database of a host that has a run under way is away, or its disk is full: the host says so, waits, and goes on with nothing lost and nothing doubled.</summary>
public sealed class DatabaseAwayTests
{
    private const string Speed = "60";

    private static readonly string[] FullDisk = ["degraded", "small on 127.0.0.1", "no space is left on the server", "Free some space there"];

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Host_that_is_told_to_stop_while_its_database_is_away_ends_within_ten_seconds_and_the_run_goes_on_elsewhere()
    {
        await using var postgres = await PostgresServer.StartAsync(Cancelled);
        await using var stage = new Stage();
        stage.Environment["MASTERPLAN_POSTGRES"] = postgres.ConnectionString;
        string run;
        using (var host = await ServingHost.StartAsync(stage, Speed, Cancelled))
        {
            run = await BootstrapAsync(host, stage);
            await UntilAsync(postgres.ConnectionString, "SELECT count(*) > 8 FROM activityexecutions WHERE completedat IS NOT NULL");
            await postgres.StopAsync();
            await host.UntilReadyAsync((code, text) => code == HttpStatusCode.ServiceUnavailable && text.Contains("since", StringComparison.Ordinal), Cancelled);
            var began = Stopwatch.GetTimestamp();
            host.Signal("TERM");
            var ended = stage.Note(await host.EndAsync());
            ended.ShouldExitWith(0);
            Stopwatch.GetElapsedTime(began).ShouldBeLessThan(TimeSpan.FromSeconds(10));
        }

        await postgres.BeginAsync(Cancelled);
        using var other = await ServingHost.StartAsync(stage, Speed, Cancelled);
        await EndAsync(postgres.ConnectionString, run);
        await stage.ShouldHaveRunEachStepOnceAsync(run, []);
        await stage.ShouldBeAsPlannedAsync();
    }

    [Fact]
    public async Task Host_that_is_told_to_stop_while_its_database_says_nothing_ends_within_ten_seconds()
    {
        await using var postgres = await PostgresServer.StartAsync(Cancelled);
        await using var stage = new Stage();
        stage.Environment["MASTERPLAN_POSTGRES"] = postgres.ConnectionString;
        using var host = await ServingHost.StartAsync(stage, Speed, Cancelled);
        var run = await BootstrapAsync(host, stage);
        await UntilAsync(postgres.ConnectionString, "SELECT count(*) > 8 FROM activityexecutions WHERE completedat IS NOT NULL");
        await postgres.SignalAsync("STOP");
        try
        {
            var began = Stopwatch.GetTimestamp();
            host.Signal("TERM");
            stage.Note(await host.EndAsync()).ShouldExitWith(0);
            Stopwatch.GetElapsedTime(began).ShouldBeLessThan(TimeSpan.FromSeconds(10));
        }
        finally
        {
            await postgres.SignalAsync("CONT");
        }

        using var other = await ServingHost.StartAsync(stage, Speed, Cancelled);
        await EndAsync(postgres.ConnectionString, run);
        await stage.ShouldHaveRunEachStepOnceAsync(run, []);
        await stage.ShouldBeAsPlannedAsync();
    }

    [Fact]
    public async Task Host_that_finds_no_database_at_its_start_waits_for_it_and_says_so_once()
    {
        await using var postgres = await PostgresServer.StartAsync(Cancelled);
        await postgres.StopAsync();
        await using var stage = new Stage();
        stage.Environment["MASTERPLAN_POSTGRES"] = postgres.ConnectionString;
        var starting = ServingHost.StartAsync(stage, Speed, Cancelled);
        (await Task.WhenAny(starting, Task.Delay(TimeSpan.FromSeconds(3), TimeProvider.System, Cancelled))).ShouldNotBe(starting);
        await postgres.BeginAsync(Cancelled);
        using var host = await starting;
        host.Signal("TERM");
        var ended = stage.Note(await host.EndAsync()).ShouldExitWith(0);
        ended.Errors.Split('\n').Count(line => line.Contains("the server does not answer", StringComparison.Ordinal)).ShouldBe(1, ended.Errors);
    }

    [Fact]
    public async Task Settings_that_are_wrong_end_a_command_with_what_to_do_and_without_the_password()
    {
        await using var postgres = await PostgresServer.StartAsync(Cancelled);
        await using var stage = new Stage();
        foreach (var (connection, said) in new[]
        {
            ("Nonsense=1", "It looks like 'Host=db;Database=masterplan"),
            ("Database=masterplan", "names no host"),
            (postgres.ConnectionString.Replace(PostgresServer.Password, "not-the-one", StringComparison.Ordinal), "Check user and password"),
            (postgres.ConnectionString.Replace("Database=postgres", "Database=nowhere", StringComparison.Ordinal), "has no such database"),
        })
        {
            stage.Environment["MASTERPLAN_POSTGRES"] = connection;
            var ended = (await stage.RunAsync("runs")).ShouldExitWith(11);
            ended.Errors.ShouldContain(said);
            ended.Errors.ShouldNotContain("not-the-one");
            ended.Errors.ShouldNotContain(PostgresServer.Password);
        }

        stage.Environment["MASTERPLAN_POSTGRES"] = postgres.ConnectionString;
        (await stage.RunAsync("runs")).ShouldSucceed();
        await SharedServices.ExecuteAsync(postgres.ConnectionString, "INSERT INTO runtime_migrations VALUES ('20990101000000_Later', '99.0')");
        (await stage.RunAsync("runs")).ShouldExitWith(11).Errors.ShouldContain("was written by a newer program");
    }

    [Fact]
    public async Task Full_disk_under_the_database_is_told_and_waited_for()
    {
        if (!Environment.IsPrivilegedProcess)
            Assert.Skip("Only root can mount a small disk.");
        await using var postgres = await PostgresServer.StartAsync(Cancelled);
        await using var stage = new Stage();
        var disk = stage.Own(SmallDisk.Mount(Directory.CreateTempSubdirectory("tablespace-").FullName, megabytes: 48));
        await PostgresServer.OwnAsync(disk.Folder, Cancelled);
        await SharedServices.ExecuteAsync(postgres.ConnectionString, $"CREATE TABLESPACE small LOCATION '{disk.Folder}'");
        await SharedServices.ExecuteAsync(postgres.ConnectionString, "CREATE DATABASE small TABLESPACE small");
        var connection = new NpgsqlConnectionStringBuilder(postgres.ConnectionString) { Database = "small" }.ToString();
        stage.Environment["MASTERPLAN_POSTGRES"] = connection;
        using (var host = await ServingHost.StartAsync(stage, Speed, Cancelled))
        {
            var run = await BootstrapAsync(host, stage);
            await UntilAsync(connection, "SELECT count(*) > 8 FROM activityexecutions WHERE completedat IS NOT NULL");
            disk.Fill();
            await host.UntilReadyAsync((code, text) => code == HttpStatusCode.OK && FullDisk.All(part => text.Contains(part, StringComparison.Ordinal)), Cancelled);
            (await host.Http.GetAsync("health/live", Cancelled)).StatusCode.ShouldBe(HttpStatusCode.OK);
            disk.Free();
            await EndAsync(connection, run);
            await host.UntilReadyAsync((code, text) => code == HttpStatusCode.OK && text.Contains("\"ready\",\"openIncidents\":0", StringComparison.Ordinal), Cancelled);
            await stage.ShouldHaveRunEachStepOnceAsync(run, []);
            await stage.ShouldBeAsPlannedAsync();
        }

        await SharedServices.ExecuteAsync(postgres.ConnectionString, "DROP DATABASE small WITH (FORCE)");
        await SharedServices.ExecuteAsync(postgres.ConnectionString, "DROP TABLESPACE small");
    }

    [Fact]
    public async Task Database_that_panics_for_want_of_space_to_write_ahead_is_waited_for()
    {
        if (!Environment.IsPrivilegedProcess)
            Assert.Skip("Only root can mount a small disk.");
        await using var stage = new Stage();
        var disk = stage.Own(SmallDisk.Mount(Directory.CreateTempSubdirectory("wal-").FullName, megabytes: 64));
        var log = Path.Combine(disk.Folder, "log");
        await PostgresServer.OwnAsync(disk.Folder, Cancelled);
        await using (var postgres = await PostgresServer.StartAsync(["-c", "max_wal_size=32MB", "-c", "min_wal_size=32MB", "-c", "wal_recycle=off"], log, Cancelled))
        {
            stage.Environment["MASTERPLAN_POSTGRES"] = postgres.ConnectionString;
            using var host = await ServingHost.StartAsync(stage, Speed, Cancelled);
            var run = await BootstrapAsync(host, stage);
            await UntilAsync(postgres.ConnectionString, "SELECT count(*) > 8 FROM activityexecutions WHERE completedat IS NOT NULL");
            disk.Fill();
            // The next segment has no room: the server panics at once.
            await Should.ThrowAsync<NpgsqlException>(SharedServices.ExecuteAsync(postgres.ConnectionString, "SELECT pg_switch_wal(), pg_logical_emit_message(true, 'test', repeat('x', 40000000))"));
            await host.UntilReadyAsync((code, text) => code == HttpStatusCode.ServiceUnavailable || text.Contains("degraded", StringComparison.Ordinal), Cancelled);
            (await host.Http.GetAsync("health/live", Cancelled)).StatusCode.ShouldBe(HttpStatusCode.OK);
            disk.Free();
            await RestartIfNeedBeAsync(postgres);
            await EndAsync(postgres.ConnectionString, run);
            await host.UntilReadyAsync((code, text) => code == HttpStatusCode.OK && text.Contains("\"ready\",\"openIncidents\":0", StringComparison.Ordinal), Cancelled);
            await stage.ShouldHaveRunEachStepOnceAsync(run, []);
            await stage.ShouldBeAsPlannedAsync();
        }
    }

    /// <summary>A server that panicked starts again by itself; one that had no room even for that has ended, and a person starts it.</summary>
    private static async Task RestartIfNeedBeAsync(PostgresServer postgres)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        patience.CancelAfter(TimeSpan.FromSeconds(20));
        try
        {
            await SharedServices.UntilAsync(postgres.ConnectionString, "SELECT true", patience.Token);
        }
        catch (OperationCanceledException) when (!Cancelled.IsCancellationRequested)
        {
            await postgres.StopAsync();
            await postgres.BeginAsync(Cancelled);
        }
    }

    private static async Task<string> BootstrapAsync(ServingHost host, Stage stage)
    {
        host.Use(await stage.KeyAsync());
        return await host.BootstrapAsync(stage.Spec(masters: 1, workers: 2), Cancelled);
    }

    private static Task EndAsync(string connection, string run) => UntilAsync(connection, $"SELECT status = 1 FROM instances WHERE id = '{run}'");

    private static Task UntilAsync(string connection, string condition) => SharedServices.UntilAsync(connection, condition, Cancelled);
}
