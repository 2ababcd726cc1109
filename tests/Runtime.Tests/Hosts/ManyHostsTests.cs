using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Masterplan.Runtime.Authoring;
using Masterplan.Runtime.Hosts;
using Masterplan.Runtime.Runs;
using Masterplan.Runtime.Store;
using Microsoft.Extensions.DependencyInjection;
using static Masterplan.Runtime.Tests.Flow;

namespace Masterplan.Runtime.Tests.Hosts;

/// <summary>Hosts of one database. They know of each other by the database alone, as while the broker is away.</summary>
[Trait("Store", "PostgreSQL")]
public sealed class ManyHostsTests(SharedDatabase database) : IClassFixture<SharedDatabase>
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Hosts_share_the_work_and_no_step_runs_twice()
    {
        var connection = database.NewConnection();
        var ran = new ConcurrentDictionary<string, int>();
        var (first, second) = (Counting(ran), Counting(ran));
        await using var one = await StartAsync(connection, "one", first);
        await using var two = await StartAsync(connection, "two", second);
        var definition = Definition("shared", Sequence(Probe("First"), Delay("Wait", "00:00:00.100"), Probe("Second"), Delay("Again", "00:00:00.100"), Probe("Third")));
        await one.Definitions.ImportAsync(definition.ToJsonString(), Cancelled);
        var runs = await Task.WhenAll(Enumerable.Range(0, 300).Select(_ => one.Runtime.StartAsync(new StartRequest("shared"), Cancelled)));
        foreach (var run in runs)
            (await one.WaitAsync(run)).SubStatus.ShouldBe(WorkflowSubStatus.Finished);

        ran.Count.ShouldBe(900);
        ran.Values.ShouldAllBe(times => times == 1);
        first.Ran.ShouldNotBeEmpty();
        second.Ran.ShouldNotBeEmpty("the other host takes what this one has no room for");
    }

    [Fact]
    public async Task Host_that_was_stopped_past_its_lease_cannot_commit_when_it_wakes_up()
    {
        var connection = database.NewConnection();
        var (reached, wake) = (new TaskCompletionSource(), new TaskCompletionSource());
        var (stopped, living) = (new Probes(), new Probes());
        stopped.Does = async (id, value, context) =>
        {
            if (id != "Second")
                return value;
            reached.SetResult();
            await wake.Task;
            return "late";
        };
        // A process that is stopped has a clock that stands still.
        var (still, running) = (new FrozenTime(), new FrozenTime());
        await using var sleeper = await StartAsync(connection, "sleeper", stopped, still);
        var run = await sleeper.StartRunAsync(Definition("fenced", Sequence(Probe("First"), Probe("Second"), Probe("Third"))));
        await reached.Task;
        await using var other = await StartAsync(connection, "other", living, running);
        running.Shift(TimeSpan.FromSeconds(31));
        (await other.WaitAsync(run)).SubStatus.ShouldBe(WorkflowSubStatus.Finished);
        wake.SetResult();
        await sleeper.IdleAsync(run);

        living.Ran.ShouldBe(["Second", "Third"]);
        stopped.Ran.ShouldBe(["First", "Second"]);
        (await other.Services.GetRequiredService<IWorkflowInstances>().JournalAsync(run, cancellationToken: Cancelled)).Items
            .Count(entry => entry is { ActivityId: "Second", EventName: "Completed" }).ShouldBe(1);
    }

    [Fact]
    public async Task Host_that_is_stopped_in_the_middle_of_a_transaction_keeps_nobody_out_for_long()
    {
        var connection = database.NewConnection();
        var (reached, wake) = (new TaskCompletionSource(), new TaskCompletionSource());
        var (stopped, living) = (new Probes(), new Probes());
        stopped.Does = async (id, value, context) =>
        {
            reached.TrySetResult();
            await wake.Task;
            return value;
        };
        var (still, running) = (new FrozenTime(), new FrozenTime());
        await using var sleeper = await StartAsync(connection, "sleeper", stopped, still);
        var run = await sleeper.StartRunAsync(Definition("locked", Sequence(Probe("First"), Probe("Second"))));
        await reached.Task;
        using var locked = new SemaphoreSlim(0);
        var writing = sleeper.Services.GetRequiredService<RuntimeStore>().WriteAsync(session =>
        {
            session.Execute("UPDATE Instances SET Name=Name WHERE Id=@p0", run);
            locked.Release();
            wake.Task.Wait(Cancelled);
            return 0;
        });
        await locked.WaitAsync(Cancelled);
        await using var other = await StartAsync(connection, "other", living, running);
        running.Shift(TimeSpan.FromSeconds(31));
        (await other.WaitAsync(run)).SubStatus.ShouldBe(WorkflowSubStatus.Finished);
        wake.SetResult();
        await writing;
        await sleeper.IdleAsync(run);
        living.Ran.ShouldBe(["First", "Second"]);
        stopped.Ran.ShouldBe(["First"]);
    }

    [Fact]
    public async Task Lease_that_is_lost_fails_its_own_write_and_none_that_goes_with_it()
    {
        await using var host = await StartAsync(database.NewConnection(), "host", new Probes());
        var store = host.Services.GetRequiredService<RuntimeStore>();
        using var gathering = new ManualResetEventSlim();
        var first = store.WriteAsync(_ =>
        {
            gathering.Wait(Cancelled);
            return 0;
        });
        var lost = store.WriteAsync(session =>
        {
            session.Add(new SqlStatement("UPDATE Instances SET Name=Name WHERE Id=@p0", "nobody's"), rows =>
            {
                if (rows == 0)
                    throw new LeaseLostException("nobody's");
            });
            session.Add(new SqlStatement(Sql.InsertWorkItem, "item", "nobody's", WorkItemKind.Pause, null, null, DateTimeOffset.UnixEpoch));
            return 0;
        });
        var reading = store.WriteAsync(session => session.Scalar("SELECT Id FROM WorkItems WHERE Id=@p0", "item"));
        gathering.Set();
        await first;
        await Should.ThrowAsync<LeaseLostException>(() => lost);
        (await reading).ShouldBeNull();
    }

    [Fact]
    public async Task Host_that_was_held_up_past_its_lease_knows_that_it_may_not_act()
    {
        var time = new FrozenTime();
        await using var host = await StartAsync(database.NewConnection(), "host", new Probes(), time);
        var lease = host.Services.GetRequiredService<IHostLease>();
        lease.IsHeld.ShouldBeTrue();
        time.Shift(TimeSpan.FromSeconds(31));
        lease.IsHeld.ShouldBeFalse();
    }

    [Fact]
    public async Task Stopped_host_gives_its_leases_back_at_once()
    {
        var connection = database.NewConnection();
        var reached = new TaskCompletionSource();
        var (leaving, staying) = (new Probes(), new Probes());
        leaving.Does = async (id, value, context) =>
        {
            reached.TrySetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.CancellationToken);
            return value;
        };
        string run;
        await using (var one = await StartAsync(connection, "one", leaving))
        {
            run = await one.StartRunAsync(Definition("handed", Sequence(Probe("Only"))));
            await reached.Task;
        }

        await using var two = await StartAsync(connection, "two", staying);
        (await two.WaitAsync(run)).SubStatus.ShouldBe(WorkflowSubStatus.Finished);
        staying.Ran.ShouldBe(["Only"]);
    }

    [Fact]
    public async Task Database_that_restarts_loses_and_doubles_nothing()
    {
        var connection = database.NewConnection();
        var probes = new Probes();
        await using var host = await StartAsync(connection, "host", probes);
        var definition = Definition("restarted", Sequence(Activity("Elsa.For", "For1", ("start", Literal(1)), ("end", Literal(40)), ("body", Activity("Elsa.Sequence", "Inner", ("activities", new JsonArray(Probe("Step"), Delay("Wait", "00:00:00.050"))))))));
        var runs = new List<string>();
        for (var i = 0; i < 5; i++)
            runs.Add(await host.StartRunAsync(definition));
        await host.UntilAsync(() => Task.FromResult(probes.Ran.Length > 20));

        await database.Server.StopAsync();
        await database.Server.BeginAsync(Cancelled);

        foreach (var run in runs)
        {
            (await host.WaitAsync(run)).SubStatus.ShouldBe(WorkflowSubStatus.Finished);
            (await host.Instances.JournalAsync(run, cancellationToken: Cancelled)).Items.Count(entry => entry is { ActivityId: "Step", EventName: "Completed" }).ShouldBe(40);
        }
    }

    [Fact]
    public async Task Same_key_from_two_hosts_is_one_run_and_a_singleton_starts_once()
    {
        var connection = database.NewConnection();
        await using var one = await StartAsync(connection, "one", new Probes());
        await using var two = await StartAsync(connection, "two", new Probes());
        var definition = Definition("keyed", Sequence(Event("Wait", "never")));
        await one.Definitions.ImportAsync(definition.ToJsonString(), Cancelled);
        var request = new StartRequest("keyed") { IdempotencyKey = "the-key" };
        var keyed = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => (i % 2 == 0 ? one : two).Runtime.StartAsync(request, Cancelled)));
        keyed.Distinct().Count().ShouldBe(1);

        var singleton = Definition("single", Sequence(Event("Wait", "never")));
        singleton["options"] = new JsonObject { ["activationStrategyType"] = "Elsa.Workflows.Runtime.ActivationValidators.SingletonStrategy, Elsa.Workflows.Runtime" };
        await one.Definitions.ImportAsync(singleton.ToJsonString(), Cancelled);
        var started = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => TryStartAsync(i % 2 == 0 ? one : two, "single")));
        started.Count(run => run is not null).ShouldBe(1);
    }

    [Fact]
    public async Task What_one_host_publishes_the_other_sees()
    {
        var connection = database.NewConnection();
        await using var one = await StartAsync(connection, "one", new Probes());
        await using var two = await StartAsync(connection, "two", new Probes());
        await two.Definitions.ImportAsync(Definition("before", Sequence(Probe("Only"))).ToJsonString(), Cancelled);
        var seen = two.Definitions.Changes;
        var version = Definition("Changing", Sequence(Probe("Only")));
        version["options"] = new JsonObject { ["usableAsActivity"] = true };
        await one.Definitions.ImportAsync(version.ToJsonString(), Cancelled);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        limit.CancelAfter(TimeSpan.FromSeconds(20));
        while (two.Definitions.Changes == seen)
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, limit.Token);
        (await two.RunAsync(Definition("using", Sequence(Activity("Changing", "Used"))))).SubStatus.ShouldBe(WorkflowSubStatus.Finished);
    }

    [Fact]
    public async Task Schedules_fire_once_in_all_hosts()
    {
        var connection = database.NewConnection();
        await using var one = await StartAsync(connection, "one", new Probes());
        await using var two = await StartAsync(connection, "two", new Probes());
        var timer = Activity("Elsa.Timer", "Timer1", ("interval", Literal("00:00:01")), ("customProperties", new JsonObject { ["canStartWorkflow"] = true }));
        await one.Definitions.ImportAsync(
            Definition("ticking", Chart([timer, Probe("Step")], "Timer1->Step")).ToJsonString(),
            Cancelled);
        await one.UntilAsync(async () => (await one.Instances.ListAsync(new InstanceFilter { DefinitionId = "ticking" }, Cancelled)).TotalCount >= 4);
        await one.Definitions.RetractAsync("ticking", Cancelled);
        var runs = (await one.Instances.ListAsync(new InstanceFilter { DefinitionId = "ticking", Take = 100 }, Cancelled)).Items.OrderBy(run => run.CreatedAt).ToList();
        runs.Zip(runs.Skip(1), (earlier, later) => later.CreatedAt - earlier.CreatedAt).ShouldAllBe(gap => gap > TimeSpan.FromMilliseconds(500));
    }

    [Fact]
    public async Task Lines_of_a_run_that_many_hosts_write_are_told_in_order_and_none_is_passed_over()
    {
        var connection = database.NewConnection();
        await using var one = await StartAsync(connection, "one", new Probes());
        await using var two = await StartAsync(connection, "two", new Probes());
        await one.Definitions.ImportAsync(Definition("child", Sequence(Activity("Elsa.For", "For1", ("start", Literal(1)), ("end", Literal(20)), ("body", Probe("Step"))))).ToJsonString(), Cancelled);
        var run = await one.StartRunAsync(Definition("parent", Sequence(Activity(
            "Elsa.BulkDispatchWorkflows", "Bulk", ("workflowDefinitionId", Literal("child")), ("items", Js("[...Array(120).keys()]")), ("maxConcurrency", Literal(0))))));
        var history = two.Services.GetRequiredService<IRunHistory>();
        var told = new List<JournalLine>();
        while (!told.Exists(line => line.InstanceId == run && line is { ActivityType: "Elsa.Sequence", EventName: "Completed" }))
        {
            Cancelled.ThrowIfCancellationRequested();
            told.AddRange(await history.LinesAsync(run, told.LastOrDefault()?.Position ?? 0, 50, Cancelled));
        }

        told.Select(line => line.Position).ShouldBe(told.Select(line => line.Position).Distinct().Order());
        told.Count(line => line.EventName == "Completed" && line.InstanceId != run && line.ActivityType == "Test.Probe").ShouldBe(120 * 20);
    }

    private static JsonObject Probe(string id) => Activity("Test.Probe", id);

    private static Probes Counting(ConcurrentDictionary<string, int> ran) => new()
    {
        Does = async (id, value, context) =>
        {
            ran.AddOrUpdate($"{context.WorkflowExecutionContext.Id}/{id}", 1, (_, times) => times + 1);
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, context.CancellationToken);
            return value;
        },
    };

    private static async Task<string?> TryStartAsync(TestRuntime host, string definition)
    {
        try
        {
            return await host.Runtime.StartAsync(new StartRequest(definition), Cancelled);
        }
        catch (AlreadyRunningException)
        {
            return null;
        }
    }

    private static Task<TestRuntime> StartAsync(string connection, string name, Probes probes, TimeProvider? time = null) =>
        TestRuntime.StartAsync(time, configure: services => services.AddSingleton(probes), options: SharedDatabase.Host(connection, name));
}
