using Masterplan.Runtime.Authoring;
using Masterplan.Runtime.Runs;
using Microsoft.Extensions.DependencyInjection;
using static Masterplan.Runtime.Tests.Flow;

namespace Masterplan.Runtime.Tests.Execution;

public sealed class IncidentTests
{
    private readonly Probes _probes = new();
    private bool _isBroken = true;

    public IncidentTests() => _probes.Does = (id, value, _) =>
        id == "Fragile" && _isBroken ? throw new InvalidOperationException("The port is busy.") : Task.FromResult(value);

    [Fact]
    public async Task Fault_suspends_the_run_with_an_incident_that_names_the_step()
    {
        await using var runtime = await StartAsync();
        var run = await runtime.RunAsync(Definition("fragile", Sequence(Step("First"), Step("Fragile"), Step("Last"))));

        (run.Status, run.SubStatus, run.IncidentCount).ShouldBe((WorkflowStatus.Running, WorkflowSubStatus.Suspended, 1));
        var incident = (await runtime.Instances.IncidentsAsync(run.Id, cancellationToken: TestContext.Current.CancellationToken)).ShouldHaveSingleItem();
        incident.ActivityId.ShouldBe("Fragile");
        incident.NodeId.ShouldBe("Workflow1:Sequence1:Fragile");
        incident.Message.ShouldBe("The port is busy.");
        incident.ExceptionType.ShouldBe("System.InvalidOperationException");
        _probes.Ran.ShouldBe(["First", "Fragile"]);
    }

    [Fact]
    public async Task Retry_runs_the_faulted_step_again_and_goes_on()
    {
        await using var runtime = await StartAsync();
        var run = await runtime.RunAsync(Definition("fragile", Sequence(Step("First"), Step("Fragile"), Step("Last"))));
        _isBroken = false;

        await runtime.Runtime.RetryAsync(run.Id, cancellationToken: TestContext.Current.CancellationToken);

        (await runtime.WaitAsync(run.Id)).SubStatus.ShouldBe(WorkflowSubStatus.Finished);
        _probes.Ran.ShouldBe(["First", "Fragile", "Fragile", "Last"]);
        (await runtime.Instances.IncidentsAsync(run.Id, includeResolved: true, cancellationToken: TestContext.Current.CancellationToken)).ShouldHaveSingleItem().Resolution.ShouldBe("Retried");
    }

    [Fact]
    public async Task Skip_completes_the_faulted_step_and_goes_on()
    {
        await using var runtime = await StartAsync();
        var run = await runtime.RunAsync(Definition("fragile", Sequence(Step("First"), Step("Fragile"), Step("Last"))));

        await runtime.Runtime.SkipAsync(run.Id, cancellationToken: TestContext.Current.CancellationToken);

        (await runtime.WaitAsync(run.Id)).SubStatus.ShouldBe(WorkflowSubStatus.Finished);
        _probes.Ran.ShouldBe(["First", "Fragile", "Last"]);
    }

    [Fact]
    public async Task Skip_asks_what_the_step_holds_to_be_given_back()
    {
        var handler = new SkipHandler();
        await using var runtime = await StartAsync(services => services.AddSingleton<IActivitySkipHandler>(handler));
        var run = await runtime.RunAsync(Definition("fragile", Sequence(Step("Fragile"))));

        await runtime.Runtime.SkipAsync(run.Id, cancellationToken: TestContext.Current.CancellationToken);

        (await runtime.WaitAsync(run.Id)).SubStatus.ShouldBe(WorkflowSubStatus.Finished);
        handler.Skipped.ShouldBe(["Fragile"]);
    }

    [Theory]
    [InlineData("skip", WorkflowSubStatus.Finished)]
    [InlineData("cancel", WorkflowSubStatus.Cancelled)]
    public async Task Request_that_another_process_stores_is_noticed(string verb, WorkflowSubStatus end)
    {
        await using var runtime = await StartAsync();
        var run = await runtime.RunAsync(Definition("fragile", Sequence(Step("Fragile"))));
        await using (var beside = await TestRuntime.StartAsync(folder: runtime.Folder, works: false))
        {
            if (verb == "skip")
                await beside.Runtime.SkipAsync(run.Id, cancellationToken: TestContext.Current.CancellationToken);
            else
                await beside.Runtime.CancelAsync(run.Id, TestContext.Current.CancellationToken);
        }

        await runtime.UntilAsync(async () => (await runtime.Instances.GetAsync(run.Id, TestContext.Current.CancellationToken)).SubStatus == end);
    }

    [Fact]
    public async Task Retry_without_an_incident_says_so()
    {
        await using var runtime = await StartAsync();
        var run = await runtime.RunAsync(Definition("calm", Sequence(Step("First"))));

        var error = await Should.ThrowAsync<RunStateException>(() => runtime.Runtime.RetryAsync(run.Id, cancellationToken: TestContext.Current.CancellationToken));
        error.Message.ShouldContain("no open incident");
    }

    [Fact]
    public async Task Other_branches_go_on_while_an_incident_is_open()
    {
        await using var runtime = await StartAsync();
        var run = await runtime.RunAsync(Definition("branches", Chart([Fork("F", "x", "y"), Step("Fragile"), Step("A"), Step("B")], "F:x->Fragile", "F:y->A", "A->B")));

        run.SubStatus.ShouldBe(WorkflowSubStatus.Suspended);
        _probes.Ran.ShouldBe(["Fragile", "A", "B"]);
    }

    [Fact]
    public async Task Definition_with_the_fault_strategy_ends_faulted()
    {
        await using var runtime = await StartAsync();
        var run = await runtime.RunAsync(Definition("strict", Sequence(Step("Fragile")), incidents: "Elsa.Workflows.IncidentStrategies.FaultStrategy, Elsa.Workflows.Core"));

        (run.Status, run.SubStatus).ShouldBe((WorkflowStatus.Finished, WorkflowSubStatus.Faulted));
    }

    [Fact]
    public async Task Cancel_asks_what_the_run_holds_to_be_given_back_and_cancels_its_children()
    {
        var handler = new Handler();
        await using var runtime = await StartAsync(services => services.AddSingleton<IWorkflowCancellationHandler>(handler));
        await runtime.Definitions.ImportAsync(Definition("child", Sequence(Event("E", "never"))).ToJsonString(), TestContext.Current.CancellationToken);
        var run = await runtime.StartRunAsync(Definition("parent", Sequence(Activity("Elsa.DispatchWorkflow", "D", ("workflowDefinitionId", Literal("child")), ("waitForCompletion", Literal(true))))));
        await runtime.UntilAsync(async () => (await runtime.Instances.DescendantsAsync(run, TestContext.Current.CancellationToken)).Any(child => child.SubStatus == WorkflowSubStatus.Suspended));

        await runtime.Runtime.CancelAsync(run, TestContext.Current.CancellationToken);

        (await runtime.WaitAsync(run)).SubStatus.ShouldBe(WorkflowSubStatus.Cancelled);
        var child = (await runtime.Instances.DescendantsAsync(run, TestContext.Current.CancellationToken)).ShouldHaveSingleItem();
        (await runtime.WaitAsync(child.Id)).SubStatus.ShouldBe(WorkflowSubStatus.Cancelled);
        handler.Cancelled.Order().ShouldBe(new[] { run, child.Id }.Order());
    }

    [Fact]
    public async Task Cancel_interrupts_the_running_step()
    {
        var reached = new TaskCompletionSource();
        _probes.Does = async (_, value, context) =>
        {
            reached.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.CancellationToken);
            return value;
        };
        await using var runtime = await StartAsync();
        var run = await runtime.StartRunAsync(Definition("long", Sequence(Step("Long"))));
        await reached.Task;

        await runtime.Runtime.CancelAsync(run, TestContext.Current.CancellationToken);

        (await runtime.WaitAsync(run)).SubStatus.ShouldBe(WorkflowSubStatus.Cancelled);
    }

    [Fact]
    public async Task Paused_run_starts_no_further_step_until_it_is_resumed()
    {
        var reached = new TaskCompletionSource();
        var released = new TaskCompletionSource();
        _probes.Does = async (id, value, _) =>
        {
            if (id == "First")
            {
                reached.SetResult();
                await released.Task;
            }

            return value;
        };
        await using var runtime = await StartAsync();
        var run = await runtime.StartRunAsync(Definition("paused", Sequence(Step("First"), Step("Second"))));
        await reached.Task;
        await runtime.Runtime.PauseAsync(run, TestContext.Current.CancellationToken);
        released.SetResult();

        (await runtime.WaitAsync(run)).IsPaused.ShouldBeTrue();
        _probes.Ran.ShouldBe(["First"]);

        await runtime.Runtime.ResumeAsync(run, TestContext.Current.CancellationToken);
        await runtime.UntilAsync(async () => (await runtime.Instances.GetAsync(run, TestContext.Current.CancellationToken)).Status == WorkflowStatus.Finished);
        _probes.Ran.ShouldBe(["First", "Second"]);
    }

    private static System.Text.Json.Nodes.JsonObject Step(string id) => Activity("Test.Probe", id);

    private Task<TestRuntime> StartAsync(Action<IServiceCollection>? configure = null) => TestRuntime.StartAsync(configure: services =>
    {
        services.AddSingleton(_probes);
        configure?.Invoke(services);
    });

    private sealed class SkipHandler : IActivitySkipHandler
    {
        public List<string> Skipped { get; } = [];

        public Task OnSkippingAsync(ActivityExecutionContext context)
        {
            Skipped.Add(context.Activity.Id!);
            return Task.CompletedTask;
        }
    }

    private sealed class Handler : IWorkflowCancellationHandler
    {
        private readonly System.Collections.Concurrent.ConcurrentQueue<string> _cancelled = new();

        public string[] Cancelled => [.. _cancelled];

        public Task OnCancellingAsync(WorkflowInstance instance, CancellationToken cancellationToken)
        {
            _cancelled.Enqueue(instance.Id);
            return Task.CompletedTask;
        }
    }
}
