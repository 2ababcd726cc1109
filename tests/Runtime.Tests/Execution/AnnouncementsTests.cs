using System.Text.Json.Nodes;
using Masterplan.Runtime.Authoring;
using Masterplan.Runtime.Runs;
using Microsoft.Extensions.DependencyInjection;
using static Masterplan.Runtime.Tests.Flow;

namespace Masterplan.Runtime.Tests.Execution;

public sealed class AnnouncementsTests
{
    private static readonly CancellationToken Cancelled = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Incident_and_end_each_start_the_workflow_that_begins_with_their_event_once()
    {
        var (probes, fails) = (new Probes(), true);
        probes.Does = (id, value, _) => id == "Fragile" && fails ? throw new InvalidOperationException("not yet") : Task.FromResult(value);
        await using var runtime = await StartAsync(probes, "fragile");
        var run = await runtime.RunAsync(Fragile("ContinueWithIncidentsStrategy"));
        (await ToldAsync(runtime, run.Id, 1)).ShouldBe(["incident Fragile"]);
        fails = false;
        await runtime.Runtime.RetryAsync(run.Id, cancellationToken: Cancelled);
        (await runtime.WaitAsync(run.Id)).SubStatus.ShouldBe(WorkflowSubStatus.Finished);
        (await ToldAsync(runtime, run.Id, 2)).ShouldBe(["incident Fragile", "end Finished"]);
    }

    [Fact]
    public async Task Fault_that_ends_a_run_comes_with_the_end()
    {
        var probes = new Probes { Does = (id, value, _) => id == "Fragile" ? throw new InvalidOperationException("never") : Task.FromResult(value) };
        await using var runtime = await StartAsync(probes, "fragile");
        var run = await runtime.RunAsync(Fragile("FaultStrategy"));
        (await ToldAsync(runtime, run.Id, 1)).ShouldBe(["end Faulted Fragile"]);
    }

    [Fact]
    public async Task Incident_of_a_child_is_told_with_the_run_that_it_is_part_of()
    {
        var probes = new Probes { Does = (id, value, _) => id == "Fragile" ? throw new InvalidOperationException("never") : Task.FromResult(value) };
        await using var runtime = await StartAsync(probes, "fragile", "parent");
        await runtime.Definitions.ImportAsync(Fragile("ContinueWithIncidentsStrategy").ToJsonString(), Cancelled);
        var run = await runtime.RunAsync(Definition("parent", Activity("Elsa.ExecuteWorkflow", "Child", ("workflowDefinitionId", Literal("fragile")), ("waitForCompletion", Literal(true)))));
        (await ToldAsync(runtime, run.Id, 1)).ShouldBe(["incident Fragile"]);
        await runtime.Runtime.CancelAsync(run.Id, Cancelled);
        await runtime.WaitAsync(run.Id);
        (await ToldAsync(runtime, run.Id, 3)).ShouldBe(["incident Fragile", "end Cancelled", "end Cancelled"]);
    }

    private static JsonObject Fragile(string incidents) => Definition("fragile", Sequence(Activity("Test.Probe", "Fragile")), incidents: incidents);

    private static async Task<TestRuntime> StartAsync(Probes probes, params string[] definitions)
    {
        var runtime = await TestRuntime.StartAsync(configure: services => services.AddSingleton(probes).AddSingleton<IRunAnnouncer>(new Herald(definitions)));
        await runtime.Definitions.ImportAsync(Herald.Listener().ToJsonString(), Cancelled);
        return runtime;
    }

    /// <summary>What was told of a run, once it was told so often.</summary>
    private static async Task<IEnumerable<string>> ToldAsync(TestRuntime runtime, string run, int times)
    {
        IReadOnlyList<WorkflowInstance> told = [];
        await runtime.UntilAsync(async () =>
        {
            told = (await runtime.Instances.ListAsync(new() { CorrelationId = run, Ascending = true }, Cancelled)).Items;
            return told.Count >= times && told.All(one => one.SubStatus == WorkflowSubStatus.Finished);
        });
        return told.Select(one => one.Name!);
    }
}
