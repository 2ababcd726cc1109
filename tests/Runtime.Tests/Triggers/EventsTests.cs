using System.Text.Json.Nodes;
using Masterplan.Runtime.Authoring;
using Masterplan.Runtime.Definitions;
using Masterplan.Runtime.Runs;
using static Masterplan.Runtime.Tests.Flow;

namespace Masterplan.Runtime.Tests.Triggers;

public sealed class EventsTests
{
    private const string Singleton = "Elsa.Workflows.Runtime.ActivationValidators.SingletonStrategy, Elsa.Workflows.Runtime";

    [Fact]
    public async Task Published_event_starts_the_workflows_that_begin_with_it_and_resumes_those_that_wait()
    {
        await using var runtime = await TestRuntime.StartAsync();
        await PublishAsync(runtime, Started("starts", "Paid"));
        await PublishAsync(runtime, Started("other", "Refused"));
        var waiting = await runtime.StartRunAsync(Definition("waits", Sequence(Event("E", "Paid"), Write("W", "resumed"))));
        await runtime.UntilSuspendedAsync(waiting);

        var publisher = await runtime.RunAsync(Definition("publishes", Sequence(Publish("P", "Paid", ("payload", Input("Object", """{"amount":7}"""))))));

        publisher.SubStatus.ShouldBe(WorkflowSubStatus.Finished);
        (await runtime.WaitAsync(waiting)).SubStatus.ShouldBe(WorkflowSubStatus.Finished);
        var run = (await RunsAsync(runtime, "starts")).ShouldHaveSingleItem();
        (await runtime.WaitAsync(run.Id)).SubStatus.ShouldBe(WorkflowSubStatus.Finished);
        runtime.Lines.Order().ShouldBe(["resumed", "starts got 7"]);
        (await RunsAsync(runtime, "other")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Correlation_id_goes_to_what_is_started_and_chooses_what_is_resumed()
    {
        await using var runtime = await TestRuntime.StartAsync();
        await PublishAsync(runtime, Started("starts", "Paid"));
        var waits = Definition("waits", Sequence(Activity("Elsa.Correlate", "C", ("correlationId", Js("getInput('Order')"))), Event("E", "Paid"), WriteJs("W", "`resumed ${getCorrelationId()}`")));
        var runs = new List<string>();
        foreach (var order in new[] { "order-1", "order-2" })
        {
            runs.Add(await runtime.StartRunAsync(waits, new() { ["Order"] = order }));
            await runtime.UntilSuspendedAsync(runs[^1]);
        }

        (await runtime.Runtime.PublishEventAsync("Paid", correlationId: "order-2", cancellationToken: TestContext.Current.CancellationToken)).ShouldBe(2);

        (await runtime.WaitAsync(runs[1])).SubStatus.ShouldBe(WorkflowSubStatus.Finished);
        runtime.Written.ShouldContain("resumed order-2");
        (await runtime.Instances.GetAsync(runs[0], TestContext.Current.CancellationToken)).SubStatus.ShouldBe(WorkflowSubStatus.Suspended);
        (await RunsAsync(runtime, "starts")).ShouldHaveSingleItem().CorrelationId.ShouldBe("order-2");
    }

    [Fact]
    public async Task Local_event_stays_in_its_run()
    {
        await using var runtime = await TestRuntime.StartAsync();
        await PublishAsync(runtime, Started("starts", "Paid"));
        var elsewhere = await runtime.StartRunAsync(Definition("waits", Sequence(Event("E", "Paid"), Write("W", "elsewhere"))));
        await runtime.UntilSuspendedAsync(elsewhere);

        var run = await runtime.RunAsync(Definition("talks", Chart(
            [Fork("F", "wait", "publish"), Event("E", "Paid"), Write("W", "here"), Publish("P", "Paid", ("isLocalEvent", Literal(true))), Join("J", "WaitAll")],
            "F:wait->E", "F:publish->P", "E->W", "W->J", "P->J")));

        run.SubStatus.ShouldBe(WorkflowSubStatus.Finished);
        runtime.Lines.ShouldBe(["here"]);
        (await RunsAsync(runtime, "starts")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Event_starts_no_second_run_of_a_singleton()
    {
        await using var runtime = await TestRuntime.StartAsync();
        var definition = Started("starts", "Paid", Event("Later", "Later"));
        definition["options"] = new JsonObject { ["activationStrategyType"] = Singleton };
        await PublishAsync(runtime, definition);

        (await runtime.Runtime.PublishEventAsync("Paid", cancellationToken: TestContext.Current.CancellationToken)).ShouldBe(1);
        (await runtime.Runtime.PublishEventAsync("Paid", cancellationToken: TestContext.Current.CancellationToken)).ShouldBe(0);
        (await RunsAsync(runtime, "starts")).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Flow_that_comes_back_to_its_trigger_waits_there()
    {
        await using var runtime = await TestRuntime.StartAsync();
        var definition = Started("loops", "Paid");
        definition["root"]!["connections"]!.AsArray().Add(new JsonObject
        {
            ["source"] = new JsonObject { ["activity"] = "W", ["port"] = "Done" },
            ["target"] = new JsonObject { ["activity"] = "E", ["port"] = "In" },
        });
        definition["options"] = new JsonObject { ["activationStrategyType"] = Singleton };
        await PublishAsync(runtime, definition);
        for (var count = 1; count <= 3; count++)
        {
            (await runtime.Runtime.PublishEventAsync("Paid", new { amount = count }, cancellationToken: TestContext.Current.CancellationToken)).ShouldBe(1);
            await runtime.UntilAsync(() => Task.FromResult(runtime.Lines.Length == count));
            await runtime.IdleAsync((await RunsAsync(runtime, "loops")).ShouldHaveSingleItem().Id);
        }

        runtime.Lines.ShouldBe(["loops got 1", "loops got 2", "loops got 3"]);
    }

    [Fact]
    public async Task Event_that_starts_a_workflow_needs_a_name()
    {
        await using var runtime = await TestRuntime.StartAsync(works: false);
        var refusal = await Should.ThrowAsync<DefinitionException>(() => PublishAsync(runtime, Started("nameless", "")));
        refusal.Faults.ShouldHaveSingleItem().ToString().ShouldBe("root.activities[0]: An event that starts a workflow has a name.");
    }

    private static JsonObject Started(string id, string name, params JsonObject[] more)
    {
        var start = Event("E", name);
        start["customProperties"] = new JsonObject { ["canStartWorkflow"] = true };
        start["result"] = To("v-event");
        return Definition(
            id,
            Chart([start, WriteJs("W", $"`{id} got ${{getEvent() ? getEvent().amount : 'nothing'}}`"), .. more], ["E->W", .. more.Select(activity => $"W->{(string)activity["id"]!}")]),
            variables: ["event"]);
    }

    private static JsonObject Publish(string id, string name, params (string Name, JsonNode? Value)[] inputs) => Activity("Elsa.PublishEvent", id, [("eventName", Literal(name)), .. inputs]);

    private static Task<WorkflowDefinition> PublishAsync(TestRuntime runtime, JsonObject definition) =>
        runtime.Definitions.ImportAsync(definition.ToJsonString(), TestContext.Current.CancellationToken);

    private static async Task<IReadOnlyList<WorkflowInstance>> RunsAsync(TestRuntime runtime, string definition) =>
        (await runtime.Instances.ListAsync(new InstanceFilter { DefinitionId = definition }, TestContext.Current.CancellationToken)).Items;
}
