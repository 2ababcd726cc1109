using System.Text.Json.Nodes;
using Masterplan.Runtime.Authoring;
using Masterplan.Runtime.Runs;
using static Masterplan.Runtime.Tests.Flow;

namespace Masterplan.Runtime.Tests.Runs;

public sealed class ActivationTests
{
    private const string Always = "Elsa.Workflows.ActivationValidators.AllowAlwaysStrategy, Elsa.Workflows.Core";
    private const string Singleton = "Elsa.Workflows.Runtime.ActivationValidators.SingletonStrategy, Elsa.Workflows.Runtime";
    private const string Correlation = "Elsa.Workflows.Runtime.ActivationValidators.CorrelationStrategy, Elsa.Workflows.Runtime";
    private const string CorrelatedSingleton = "Elsa.Workflows.Runtime.ActivationValidators.CorrelatedSingletonStrategy, Elsa.Workflows.Runtime";

    [Theory]
    [InlineData(null, "same", "c1", true)]
    [InlineData(Always, "same", "c1", true)]
    [InlineData(Singleton, "same", "c2", false)]
    [InlineData(Singleton, "same", null, false)]
    [InlineData(Singleton, "other", "c1", true)]
    [InlineData(Correlation, "same", "c1", false)]
    [InlineData(Correlation, "other", "c1", false)]
    [InlineData(Correlation, "same", "c2", true)]
    [InlineData(Correlation, "same", null, true)]
    [InlineData(CorrelatedSingleton, "same", "c1", false)]
    [InlineData(CorrelatedSingleton, "other", "c1", true)]
    [InlineData(CorrelatedSingleton, "same", "c2", true)]
    [InlineData(CorrelatedSingleton, "same", null, true)]
    public async Task Strategy_decides_which_run_is_in_the_way(string? strategy, string running, string? correlationId, bool starts)
    {
        await using var runtime = await TestRuntime.StartAsync(works: false);
        await PublishAsync(runtime, "same", strategy);
        await PublishAsync(runtime, "other", null);
        var first = await StartAsync(runtime, running, "c1");

        if (starts)
        {
            (await StartAsync(runtime, "same", correlationId)).ShouldNotBe(first);
            return;
        }

        var refusal = await Should.ThrowAsync<AlreadyRunningException>(() => StartAsync(runtime, "same", correlationId));
        refusal.RunningInstanceId.ShouldBe(first);
        refusal.RunningDefinitionId.ShouldBe(running);
        refusal.Message.ShouldContain($"run '{first}' of '{running}' is still under way");
    }

    [Fact]
    public async Task Many_are_started_with_one_request()
    {
        await using var runtime = await TestRuntime.StartAsync();
        await PublishAsync(runtime, "same", null);
        var runs = await runtime.Runtime.StartManyAsync(new StartRequest("same") { CorrelationId = "c1" }, 50, TestContext.Current.CancellationToken);
        runs.Distinct().Count().ShouldBe(50);
        foreach (var run in runs)
            await runtime.UntilSuspendedAsync(run);
        await runtime.Runtime.PublishEventAsync("Go", correlationId: "c1", cancellationToken: TestContext.Current.CancellationToken);
        foreach (var run in runs)
            (await runtime.WaitAsync(run)).SubStatus.ShouldBe(WorkflowSubStatus.Finished);
    }

    [Fact]
    public async Task Of_many_in_one_request_that_are_in_each_others_way_the_first_runs()
    {
        await using var runtime = await TestRuntime.StartAsync();
        await PublishAsync(runtime, "same", Singleton);
        var refusal = await Should.ThrowAsync<AlreadyRunningException>(() => runtime.Runtime.StartManyAsync(new StartRequest("same"), 3, TestContext.Current.CancellationToken));
        await runtime.UntilSuspendedAsync(refusal.RunningInstanceId);
        (await runtime.Instances.ListAsync(new InstanceFilter(), TestContext.Current.CancellationToken)).TotalCount.ShouldBe(1);
    }

    [Fact]
    public async Task Of_many_that_start_at_once_one_does()
    {
        await using var runtime = await TestRuntime.StartAsync();
        await PublishAsync(runtime, "same", Singleton);
        var starts = await Task.WhenAll(Enumerable.Range(0, 50).Select(async _ =>
        {
            try
            {
                return await StartAsync(runtime, "same", null);
            }
            catch (AlreadyRunningException)
            {
                return null;
            }
        }));
        var run = starts.OfType<string>().ShouldHaveSingleItem();

        await runtime.UntilSuspendedAsync(run);
        await runtime.Runtime.PublishEventAsync("Go", cancellationToken: TestContext.Current.CancellationToken);
        (await runtime.WaitAsync(run)).SubStatus.ShouldBe(WorkflowSubStatus.Finished);
        (await StartAsync(runtime, "same", null)).ShouldNotBe(run);
    }

    [Fact]
    public async Task Dispatching_step_that_finds_a_run_in_the_way_tells_which_and_can_be_retried()
    {
        await using var runtime = await TestRuntime.StartAsync();
        await PublishAsync(runtime, "same", Singleton);
        var running = await StartAsync(runtime, "same", null);
        await runtime.UntilSuspendedAsync(running);

        var parent = await runtime.RunAsync(Definition("parent", Sequence(Activity("Elsa.DispatchWorkflow", "D", ("workflowDefinitionId", Literal("same"))))));
        parent.IncidentCount.ShouldBe(1);
        (await runtime.Instances.IncidentsAsync(parent.Id, cancellationToken: TestContext.Current.CancellationToken)).ShouldHaveSingleItem().Message.ShouldContain(running);

        await runtime.Runtime.CancelAsync(running, TestContext.Current.CancellationToken);
        await runtime.WaitAsync(running);
        await runtime.Runtime.RetryAsync(parent.Id, cancellationToken: TestContext.Current.CancellationToken);
        (await runtime.WaitAsync(parent.Id)).SubStatus.ShouldBe(WorkflowSubStatus.Finished);
    }

    [Fact]
    public async Task Two_parents_that_dispatch_a_singleton_at_once_start_one()
    {
        await using var runtime = await TestRuntime.StartAsync();
        await PublishAsync(runtime, "same", Singleton);
        var parent = Definition("parent", Sequence(Activity("Elsa.DispatchWorkflow", "D", ("workflowDefinitionId", Literal("same")))));
        await runtime.Definitions.ImportAsync(parent.ToJsonString(), TestContext.Current.CancellationToken);
        var parents = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => StartAsync(runtime, "parent", null)));
        var ended = await Task.WhenAll(parents.Select(runtime.WaitAsync));

        ended.Count(run => run.SubStatus == WorkflowSubStatus.Finished).ShouldBe(1);
        ended.Count(run => run.IncidentCount == 1).ShouldBe(11);
        (await runtime.Instances.ListAsync(new InstanceFilter { DefinitionId = "same" }, TestContext.Current.CancellationToken)).TotalCount.ShouldBe(1);
    }

    private static Task<Masterplan.Runtime.Definitions.WorkflowDefinition> PublishAsync(TestRuntime runtime, string id, string? strategy)
    {
        var definition = Definition(id, Sequence(Event("E", "Go")));
        definition["options"] = new JsonObject { ["activationStrategyType"] = strategy };
        return runtime.Definitions.ImportAsync(definition.ToJsonString(), TestContext.Current.CancellationToken);
    }

    private static Task<string> StartAsync(TestRuntime runtime, string id, string? correlationId) =>
        runtime.Runtime.StartAsync(new StartRequest(id) { CorrelationId = correlationId }, TestContext.Current.CancellationToken);
}
