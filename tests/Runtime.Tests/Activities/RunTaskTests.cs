using System.Text.Json.Nodes;
using Masterplan.Runtime.Activities;
using Masterplan.Runtime.Authoring;
using Masterplan.Runtime.Runs;
using Microsoft.Extensions.DependencyInjection;
using static Masterplan.Runtime.Tests.Flow;

namespace Masterplan.Runtime.Tests.Activities;

public sealed class RunTaskTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whoever_listens_is_told_of_the_task_and_its_result_goes_into_the_run()
    {
        await using var runtime = await TestRuntime.StartAsync();
        using var events = runtime.Services.GetRequiredService<IRunEvents>().Subscribe(happened => happened is { EventName: "Suspended", ActivityType: "Elsa.RunTask" });
        var run = await runtime.StartRunAsync(Asking());
        var told = await FirstAsync(events);
        told.InstanceId.ShouldBe(run);
        told.Data!["taskName"].ShouldBe("weed");
        ((IDictionary<string, object?>)told.Data["payload"]!)["bed"].ShouldBe("roses");

        (await CompleteAsync(runtime, (string)told.Data["taskId"]!, 12)).ShouldBeTrue();
        (await runtime.WaitAsync(run)).SubStatus.ShouldBe(WorkflowSubStatus.Finished);
        runtime.Lines.ShouldBe([$"12 weeds, {told.Data["taskId"]}"]);
    }

    [Fact]
    public async Task Journal_keeps_the_task_for_whoever_comes_later()
    {
        await using var runtime = await TestRuntime.StartAsync();
        var run = await runtime.StartRunAsync(Asking());
        await runtime.UntilSuspendedAsync(run);
        var kept = (await runtime.Instances.ExecutionsAsync(run, cancellationToken: Cancelled)).Single(record => record.ActivityType == "Elsa.RunTask");
        var payload = kept.Payload!;
        payload.ShouldContain("\"taskName\":\"weed\"");
        payload.ShouldContain("\"bed\":\"roses\"");
    }

    [Fact]
    public async Task Unknown_task_is_nobodys_and_one_that_was_reported_twice_goes_on_once()
    {
        await using var runtime = await TestRuntime.StartAsync();
        var run = await runtime.StartRunAsync(Asking());
        var task = await TaskAsync(runtime, run);
        (await CompleteAsync(runtime, "jungle", 1)).ShouldBeFalse();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => CompleteAsync(runtime, task, 3)));
        await runtime.WaitAsync(run);
        runtime.Lines.ShouldBe([$"3 weeds, {task}"]);
        (await CompleteAsync(runtime, task, 4)).ShouldBeFalse();
        runtime.Lines.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Task_outlives_its_process_and_so_does_the_report_that_it_is_done()
    {
        var folder = Directory.CreateTempSubdirectory("tasks-").FullName;
        string run, task;
        await using (var runtime = await TestRuntime.StartAsync(folder: folder))
        {
            run = await runtime.StartRunAsync(Asking());
            task = await TaskAsync(runtime, run);
        }

        // Takes the report and ends before it has acted upon it.
        await using (var runtime = await TestRuntime.StartAsync(folder: folder, works: false))
            (await CompleteAsync(runtime, task, 7)).ShouldBeTrue();
        await using (var runtime = await TestRuntime.StartAsync(folder: folder))
        {
            (await runtime.WaitAsync(run)).SubStatus.ShouldBe(WorkflowSubStatus.Finished);
            runtime.Lines.ShouldBe([$"7 weeds, {task}"]);
        }

        Directory.Delete(folder, recursive: true);
    }

    private static JsonObject Asking() => Definition(
        "asking",
        Sequence(
            Activity("Elsa.RunTask", "Ask", ("taskName", Literal("weed")), ("payload", Js("({ bed: 'roses' })")), ("taskId", To("v-T")), ("result", To("v-R"))),
            WriteJs("W", "`${getR()} weeds, ${getT()}`")),
        variables: ["T:Object", "R:Object"]);

    private static async Task<string> TaskAsync(TestRuntime runtime, string run)
    {
        await runtime.UntilSuspendedAsync(run);
        var asked = (await runtime.Instances.ExecutionsAsync(run, cancellationToken: Cancelled)).Single(record => record.ActivityType == "Elsa.RunTask");
        return (string)JsonNode.Parse(asked.Payload!)!["taskId"]!;
    }

    private static Task<bool> CompleteAsync(TestRuntime runtime, string task, int result) =>
        runtime.Runtime.TriggerBookmarkAsync(task, new Dictionary<string, object?> { [RunTask.ResultKey] = result }, Cancelled);

    private static async Task<RunEvent> FirstAsync(IRunEventSubscription events)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        await foreach (var happened in events.ReadAllAsync(limit.Token))
            return happened;
        throw new InvalidOperationException("The runtime has ended.");
    }
}
