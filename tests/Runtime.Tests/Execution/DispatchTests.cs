using Masterplan.Runtime.Authoring;
using Masterplan.Runtime.Runs;
using Microsoft.Extensions.DependencyInjection;
using static Masterplan.Runtime.Tests.Flow;

namespace Masterplan.Runtime.Tests.Execution;

public sealed class DispatchTests
{
    private readonly Probes _probes = new();

    [Fact]
    public async Task Children_run_in_parallel_up_to_the_stated_maximum_and_give_their_outputs()
    {
        _probes.Does = async (_, value, _) =>
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
            return value;
        };
        await using var runtime = await StartAsync();
        await ImportChildAsync(runtime);
        var run = await runtime.RunAsync(Definition("parent", Chart([Bulk("[...Array(12).keys()]", 3), WriteJs("W", "getR().map(o => o.Answer).join()")], "Bulk:Done->W"), variables: ["R:Object"]));

        run.SubStatus.ShouldBe(WorkflowSubStatus.Finished);
        _probes.Most.ShouldBeInRange(2, 3);
        runtime.Lines.ShouldBe(["0,1,2,3,4,5,6,7,8,9,10,11"]);
    }

    [Fact]
    public async Task Incident_of_a_child_is_seen_from_its_parent_and_its_retry_finishes_both()
    {
        var isBroken = true;
        _probes.Does = (_, value, _) => isBroken && value is 2L ? throw new TimeoutException("etcd did not answer") : Task.FromResult(value);
        await using var runtime = await StartAsync();
        await ImportChildAsync(runtime);
        var run = await runtime.RunAsync(Definition("parent", Chart([Bulk("[1,2,3]", 0)]), variables: ["R:Object"]));

        run.SubStatus.ShouldBe(WorkflowSubStatus.Suspended);
        run.IncidentCount.ShouldBe(0);
        (await runtime.Instances.IncidentsAsync(run.Id, cancellationToken: TestContext.Current.CancellationToken)).ShouldHaveSingleItem().Message.ShouldBe("etcd did not answer");

        isBroken = false;
        await runtime.Runtime.RetryAsync(run.Id, cancellationToken: TestContext.Current.CancellationToken);
        (await runtime.WaitAsync(run.Id)).SubStatus.ShouldBe(WorkflowSubStatus.Finished);
    }

    [Fact]
    public async Task Each_end_of_a_child_runs_the_port_for_it_and_the_step_ends_once_all_have()
    {
        _probes.Does = (_, value, _) => value is 2L ? throw new InvalidOperationException("no") : Task.FromResult(value);
        await using var runtime = await StartAsync();
        await ImportChildAsync(runtime, "FaultStrategy");
        var bulk = Bulk("[1,2,3]", 0);
        bulk["childCompleted"] = WriteJs("C", "`completed ${getInput('WorkflowOutput').Answer} ${getInput('WorkflowStatus')} ${getInput('WorkflowSubStatus')}`");
        bulk["childFaulted"] = WriteJs("F", "`faulted ${getInput('WorkflowStatus')} ${getInput('WorkflowSubStatus')} ${getInput('WorkflowInstanceId') === getVariable('ChildInstanceId')}`");
        var run = await runtime.RunAsync(Definition("parent", Chart([bulk, Write("All", "all"), Write("End", "end")], "Bulk:Completed->All", "Bulk:Done->End"), variables: ["R:Object"]));

        run.SubStatus.ShouldBe(WorkflowSubStatus.Finished);
        runtime.Lines[..3].ShouldBe(["completed 1 Finished Finished", "faulted Finished Faulted true", "completed 3 Finished Finished"], ignoreOrder: true);
        runtime.Lines[3..].ShouldBe(["all", "end"], ignoreOrder: true);
    }

    [Theory]
    [InlineData("[]", true)]
    [InlineData("[1,2]", false)]
    public async Task Without_items_or_without_waiting_only_the_outcome_Done_follows(string items, bool waits)
    {
        await using var runtime = await StartAsync();
        await ImportChildAsync(runtime);
        var bulk = Bulk(items, 0);
        (bulk["waitForCompletion"], bulk["childCompleted"]) = (Literal(waits), Write("C", "child"));
        await runtime.RunAsync(Definition("parent", Chart([bulk, Write("All", "all"), Write("End", "end")], "Bulk:Completed->All", "Bulk:Done->End"), variables: ["R:Object"]));

        runtime.Lines.ShouldBe(["end"]);
    }

    [Fact]
    public async Task Cancelled_child_faults_the_step_and_a_retry_starts_only_that_child_again()
    {
        await using var runtime = await StartAsync();
        await runtime.Definitions.ImportAsync(
            Definition("child", Chart([Decision("D", "getInput('Item') == 2"), Event("E", "Go")], "D:True->E")).ToJsonString(), TestContext.Current.CancellationToken);
        var run = await runtime.StartRunAsync(Definition("parent", Chart([Bulk("[1,2,3]", 0)]), variables: ["R:Object"]));
        WorkflowInstance? waiting = null;
        await runtime.UntilAsync(async () => (waiting = await WaitingAsync(runtime, run)) is not null);

        await runtime.Runtime.CancelAsync(waiting!.Id, TestContext.Current.CancellationToken);
        (await runtime.WaitAsync(run)).IncidentCount.ShouldBe(1);
        var incident = (await runtime.Instances.IncidentsAsync(run, cancellationToken: TestContext.Current.CancellationToken)).ShouldHaveSingleItem();
        incident.Message.ShouldContain("1 of 3 runs of 'child'");

        await runtime.Runtime.RetryAsync(run, cancellationToken: TestContext.Current.CancellationToken);
        await runtime.UntilAsync(async () => await WaitingAsync(runtime, run) is not null);
        await runtime.Runtime.PublishEventAsync("Go", cancellationToken: TestContext.Current.CancellationToken);
        (await runtime.WaitAsync(run)).SubStatus.ShouldBe(WorkflowSubStatus.Finished);
        (await runtime.Instances.DescendantsAsync(run, TestContext.Current.CancellationToken)).Count.ShouldBe(4);
    }

    [Fact]
    public async Task Executed_workflow_gives_its_output()
    {
        await using var runtime = await StartAsync();
        await ImportChildAsync(runtime);
        await runtime.RunAsync(Definition(
            "parent",
            Sequence(
                Activity("Elsa.ExecuteWorkflow", "X", ("workflowDefinitionId", Literal("child")), ("input", Js("({ Item: 7 })")), ("waitForCompletion", Literal("true")), ("result", To("v-R"))),
                WriteJs("W", "`${getR().subStatus} ${getR().output.Answer}`")),
            variables: ["R:Object"]));

        runtime.Lines.ShouldBe(["Finished 7"]);
    }

    [Fact]
    public async Task Same_idempotency_key_starts_one_run()
    {
        await using var runtime = await StartAsync();
        await ImportChildAsync(runtime);
        var starts = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => runtime.Runtime.StartAsync(new StartRequest("child") { IdempotencyKey = "once" }, TestContext.Current.CancellationToken)));

        starts.Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public async Task Exclusive_start_names_the_run_that_is_in_the_way()
    {
        await using var runtime = await StartAsync();
        await runtime.Definitions.ImportAsync(Definition("upgrade", Sequence(Event("E", "never"))).ToJsonString(), TestContext.Current.CancellationToken);
        var request = new StartRequest("upgrade") { CorrelationId = "demo", ExclusiveWith = ["upgrade", "bootstrap"] };
        var first = await runtime.Runtime.StartAsync(request, TestContext.Current.CancellationToken);

        var error = await Should.ThrowAsync<AlreadyRunningException>(() => runtime.Runtime.StartAsync(request, TestContext.Current.CancellationToken));
        error.RunningInstanceId.ShouldBe(first);
        error.Message.ShouldContain(first);
        await runtime.Runtime.StartAsync(request with { CorrelationId = "other" }, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Run_keeps_the_version_that_it_started_with()
    {
        await using var runtime = await StartAsync();
        var run = await runtime.StartRunAsync(Definition("pinned", Sequence(Event("E", "Go"), Write("W", "old"))));
        await runtime.UntilSuspendedAsync(run);
        (await runtime.Definitions.ImportAsync(Definition("pinned", Sequence(Write("W", "new"))).ToJsonString(), TestContext.Current.CancellationToken)).Version.ShouldBe(2);

        await runtime.Runtime.PublishEventAsync("Go", cancellationToken: TestContext.Current.CancellationToken);

        (await runtime.WaitAsync(run)).Version.ShouldBe(1);
        runtime.Lines.ShouldBe(["old"]);
    }

    private static async Task<WorkflowInstance?> WaitingAsync(TestRuntime runtime, string run)
    {
        var children = await runtime.Instances.DescendantsAsync(run, TestContext.Current.CancellationToken);
        var others = children.Count(child => child.SubStatus == WorkflowSubStatus.Finished);
        return others < 2 ? null : children.FirstOrDefault(child => child.SubStatus == WorkflowSubStatus.Suspended);
    }

    private static System.Text.Json.Nodes.JsonObject Bulk(string items, int max) => Activity(
        "Elsa.BulkDispatchWorkflows", "Bulk", ("workflowDefinitionId", Literal("child")), ("items", Js(items)), ("maxConcurrency", Literal(max)), ("result", To("v-R")));

    private static async Task ImportChildAsync(TestRuntime runtime, string? incidents = null) => await runtime.Definitions.ImportAsync(
        Definition(
            "child",
            Sequence(Activity("Test.Probe", "P", ("value", Js("getInput('Item')"))), Activity("Elsa.SetOutput", "O", ("outputName", Literal("Answer")), ("outputValue", Js("getInput('Item')")))),
            outputs: ["Answer"],
            incidents: incidents).ToJsonString(),
        TestContext.Current.CancellationToken);

    private Task<TestRuntime> StartAsync() => TestRuntime.StartAsync(configure: services => services.AddSingleton(_probes));
}
