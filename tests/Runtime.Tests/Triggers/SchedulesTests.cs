using System.Text.Json.Nodes;
using Masterplan.Runtime.Activities.Scheduling;
using Masterplan.Runtime.Authoring;
using Masterplan.Runtime.Definitions;
using Masterplan.Runtime.Runs;
using Masterplan.Runtime.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static Masterplan.Runtime.Tests.Flow;

namespace Masterplan.Runtime.Tests.Triggers;

public sealed class SchedulesTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("Europe/Zurich", "2026-03-28T00:00:00Z")]
    [InlineData("Europe/Zurich", "2026-10-24T00:00:00Z")]
    [InlineData("America/New_York", "2026-03-07T05:00:00Z")]
    [InlineData("America/New_York", "2026-10-31T04:00:00Z")]
    [InlineData("Australia/Lord_Howe", "2026-04-03T13:00:00Z")]
    public async Task Daily_run_is_started_once_a_day_over_a_change_of_the_clock(string zone, string from)
    {
        var time = new CountingTime(DateTimeOffset.Parse(from));
        await using var runtime = await TestRuntime.StartAsync(time);
        await PublishAsync(runtime, "daily", Cron("30 2 * * *", zone));
        for (var hours = 1; hours <= 4 * 24; hours++)
        {
            time.Advance(TimeSpan.FromMinutes(60));
            await FiredAsync(runtime);
        }

        var local = TimeZoneInfo.FindSystemTimeZoneById(zone);
        var days = (await RunsAsync(runtime)).Select(run => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(Firing(run).DueAt, local).DateTime)).Order().ToList();
        days.Count.ShouldBe(4);
        days.Zip(days.Skip(1), (one, next) => next.DayNumber - one.DayNumber).ShouldAllBe(gap => gap == 1);
    }

    [Fact]
    public async Task What_was_missed_while_nothing_ran_is_made_up_for_once_and_says_so()
    {
        var folder = Directory.CreateTempSubdirectory("schedules-").FullName;
        var time = new CountingTime(Noon);
        await using (var runtime = await TestRuntime.StartAsync(time, folder))
            await PublishAsync(runtime, "hourly", Cron("0 * * * *"));
        time.Advance(TimeSpan.FromHours(5.5));

        await using (var runtime = await TestRuntime.StartAsync(time, folder))
        {
            var run = (await RunsAsync(runtime)).ShouldHaveSingleItem();
            Firing(run).ShouldBe(new ScheduleFiring(Noon.AddHours(1), Noon.AddHours(5.5), IsLate: true));
            await runtime.WaitAsync(run.Id);
            var journal = await runtime.Instances.JournalAsync(run.Id, cancellationToken: TestContext.Current.CancellationToken);
            journal.Items.ShouldContain(entry => entry.EventName == "Late" && entry.Message!.Contains("was due at 2026-11-25 13:00:00Z"));
            time.Advance(TimeSpan.FromHours(0.5));
            await FiredAsync(runtime);
            (await RunsAsync(runtime)).Select(Firing).Select(firing => (firing.DueAt, firing.IsLate)).ShouldBe([(Noon.AddHours(6), false), (Noon.AddHours(1), true)]);
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task New_version_with_the_same_schedule_loses_nothing_that_was_missed()
    {
        var folder = Directory.CreateTempSubdirectory("schedules-").FullName;
        var time = new CountingTime(Noon);
        await using (var runtime = await TestRuntime.StartAsync(time, folder))
            await PublishAsync(runtime, "hourly", Cron("0 * * * *"));
        time.Advance(TimeSpan.FromHours(2));

        await using (var runtime = await TestRuntime.StartAsync(time, folder, works: false))
            await PublishAsync(runtime, "hourly", Cron("0 * * * *"), "changed");
        await using (var runtime = await TestRuntime.StartAsync(time, folder))
        {
            var run = (await RunsAsync(runtime)).ShouldHaveSingleItem();
            run.Version.ShouldBe(2);
            Firing(run).DueAt.ShouldBe(Noon.AddHours(1));
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Retracted_or_deleted_definition_starts_nothing_any_more()
    {
        var time = new CountingTime(Noon);
        await using var runtime = await TestRuntime.StartAsync(time);
        await PublishAsync(runtime, "retracted", Cron("0 * * * *"));
        await PublishAsync(runtime, "deleted", Cron("0 * * * *"));
        await runtime.Definitions.RetractAsync("retracted", TestContext.Current.CancellationToken);
        await runtime.Definitions.DeleteAsync("deleted", cancellationToken: TestContext.Current.CancellationToken);

        (await TriggersAsync(runtime)).ShouldBeEmpty();
        time.Advance(TimeSpan.FromHours(3));
        await FiredAsync(runtime);
        (await RunsAsync(runtime)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Thousand_schedules_share_one_timer_and_each_starts_its_run()
    {
        var time = new CountingTime(Noon);
        await using var runtime = await TestRuntime.StartAsync(time);
        await runtime.Definitions.ProvideAsync(
            Enumerable.Range(0, 1_000).Select(number => ($"scheduled-{number}.json", Scheduled($"scheduled-{number}", Cron($"{number % 60} {number / 60} * * *")).ToJsonString())), TestContext.Current.CancellationToken);
        // That of all waits and schedules, and the watch's for requests of other processes.
        time.Timers.ShouldBeLessThanOrEqualTo(2);

        time.Advance(TimeSpan.FromHours(24));
        await FiredAsync(runtime);
        var runs = await RunsAsync(runtime);
        runs.Count.ShouldBe(1_000);
        runs.Select(run => run.DefinitionId).ShouldBeUnique();
    }

    [Fact]
    public async Task Timer_keeps_its_grid_and_StartAt_starts_once()
    {
        var time = new CountingTime(Noon);
        await using var runtime = await TestRuntime.StartAsync(time);
        await PublishAsync(runtime, "timed", Start(Activity("Elsa.Timer", "T", ("interval", Literal("00:20:00")))));
        await PublishAsync(runtime, "once", Start(Activity("Elsa.StartAt", "T", ("dateTime", Literal("2026-11-25T12:30:00Z")))));
        await PublishAsync(runtime, "passed", Start(Activity("Elsa.StartAt", "T", ("dateTime", Literal("2026-11-25T11:30:00Z")))));
        for (var minutes = 0; minutes < 65; minutes++)
        {
            time.Advance(TimeSpan.FromMinutes(1));
            await FiredAsync(runtime);
        }

        (await RunsAsync(runtime)).Select(run => (run.DefinitionId, Minutes: (Firing(run).DueAt - Noon).TotalMinutes)).Order()
            .ShouldBe([("once", 30), ("timed", 20), ("timed", 40), ("timed", 60)]);
    }

    [Fact]
    public async Task Schedule_is_evaluated_over_the_defaults_of_variables()
    {
        var time = new CountingTime(Noon);
        await using var runtime = await TestRuntime.StartAsync(time);
        var cron = Start(Activity("Elsa.Cron", "T", ("cronExpression", Js("`0 ${getHour()} * * *`")), ("timeZone", Var("zone"))));
        await runtime.Definitions.ImportAsync(
            Definition("evaluated", Chart([cron, Write("W", "hello")], "T->W"), variables: ["hour:Int32=14", "zone:String=Europe/Zurich"]).ToJsonString(), TestContext.Current.CancellationToken);
        (await TriggersAsync(runtime)).ShouldHaveSingleItem().DueAt.ShouldBe(Noon.AddHours(1));
    }

    [Fact]
    public async Task Bad_schedules_are_refused_with_their_paths()
    {
        await using var runtime = await TestRuntime.StartAsync(works: false);
        var chart = Chart([
            Start(Activity("Elsa.Cron", "A", ("cronExpression", Literal("often")), ("timeZone", Literal("Europe/Atlantis")))),
            Start(Activity("Elsa.Cron", "B", ("cronExpression", Literal("0 * * * *"))))]);
        runtime.Definitions.Validate(Definition("bad", chart).ToJsonString()).Select(fault => fault.Path)
            .ShouldBe(["root.activities[0].cronExpression.expression.value", "root.activities[0].timeZone.expression.value"]);

        var computed = Chart([Write("W", "x"), Start(Activity("Elsa.Timer", "T", ("interval", Js("'00:00:00'"))))], "T->W");
        var refusal = await Should.ThrowAsync<DefinitionException>(() => runtime.Definitions.ImportAsync(Definition("short", computed).ToJsonString(), TestContext.Current.CancellationToken));
        refusal.Faults.ShouldHaveSingleItem().Path.ShouldBe("root.activities[1]");
    }

    [Fact]
    public async Task Inside_of_a_workflow_each_waits_for_its_time()
    {
        var time = new CountingTime(Noon);
        await using var runtime = await TestRuntime.StartAsync(time);
        var run = await runtime.StartRunAsync(Definition("waits", Sequence(
            Activity("Elsa.Timer", "T", ("interval", Literal("00:10:00"))),
            Activity("Elsa.Cron", "C", ("cronExpression", Literal("0 0 15 * * *")), ("timeZone", Literal("Europe/Zurich"))),
            Activity("Elsa.StartAt", "S", ("dateTime", Literal("2026-11-25T16:00:00Z"))),
            Activity("Elsa.StartAt", "Passed", ("dateTime", Literal("2026-11-25T08:00:00Z"))),
            Write("W", "done"))));
        foreach (var (minutes, name) in new[] { (10, "Elsa.Timer"), (120, "Elsa.Cron"), (240, "Elsa.StartAt") })
        {
            await runtime.UntilAsync(async () => (await BookmarksAsync(runtime, run)).Any(bookmark => bookmark.Name == name));
            var bookmark = (await BookmarksAsync(runtime, run)).ShouldHaveSingleItem();
            bookmark.DueAt.ShouldBe(Noon.AddMinutes(minutes));
            time.Advance(bookmark.DueAt!.Value - time.GetUtcNow());
        }

        (await runtime.WaitAsync(run)).SubStatus.ShouldBe(WorkflowSubStatus.Finished);
        runtime.Lines.ShouldBe(["done"]);
    }

    [Fact]
    public async Task What_was_published_before_there_was_an_index_is_indexed_at_the_start()
    {
        var folder = Directory.CreateTempSubdirectory("schedules-").FullName;
        var time = new CountingTime(Noon);
        await using (var runtime = await TestRuntime.StartAsync(time, folder, works: false))
        {
            await PublishAsync(runtime, "hourly", Cron("0 * * * *"));
            await runtime.Services.GetRequiredService<RuntimeStore>().WriteAsync(session => session.Execute("DELETE FROM Triggers") + session.Execute("UPDATE Definitions SET IsIndexed=FALSE"));
        }

        await using (var runtime = await TestRuntime.StartAsync(time, folder))
            (await TriggersAsync(runtime)).ShouldHaveSingleItem().DueAt.ShouldBe(Noon.AddHours(1));
        Directory.Delete(folder, recursive: true);
    }

    private static JsonObject Start(JsonObject activity)
    {
        activity["customProperties"] = new JsonObject { ["canStartWorkflow"] = true };
        return activity;
    }

    private static JsonObject Cron(string expression, string? zone = null) => Start(Activity("Elsa.Cron", "T", ("cronExpression", Literal(expression)), ("timeZone", Literal(zone))));

    private static JsonObject Scheduled(string id, JsonObject trigger, string text = "hello") => Definition(id, Chart([trigger, Write("W", text)], "T->W"));

    private static Task<WorkflowDefinition> PublishAsync(TestRuntime runtime, string id, JsonObject trigger, string text = "hello") =>
        runtime.Definitions.ImportAsync(Scheduled(id, trigger, text).ToJsonString(), TestContext.Current.CancellationToken);

    /// <summary>Waits until nothing is due any more.</summary>
    private static Task FiredAsync(TestRuntime runtime) => runtime.Services.GetRequiredService<Masterplan.Runtime.Execution.DueTimer>().LookAsync();

    private static async Task<List<WorkflowInstance>> RunsAsync(TestRuntime runtime)
    {
        var page = await runtime.Instances.ListAsync(new InstanceFilter { Take = 2_000 }, TestContext.Current.CancellationToken);
        var runs = new List<WorkflowInstance>();
        foreach (var run in page.Items)
            runs.Add(await runtime.Instances.GetAsync(run.Id, TestContext.Current.CancellationToken));
        return runs;
    }

    private static ScheduleFiring Firing(WorkflowInstance run) => Masterplan.Runtime.Json.Values.To<ScheduleFiring>(run.Input[ScheduleFiring.InputKey])!;

    private static Task<IReadOnlyList<Bookmark>> BookmarksAsync(TestRuntime runtime, string run) => runtime.Instances.BookmarksAsync(run, TestContext.Current.CancellationToken);

    private static async Task<List<TriggerRow>> TriggersAsync(TestRuntime runtime)
    {
        await using var context = runtime.Services.GetRequiredService<RuntimeStore>().Read();
        return await context.Triggers.AsNoTracking().ToListAsync(TestContext.Current.CancellationToken);
    }
}
