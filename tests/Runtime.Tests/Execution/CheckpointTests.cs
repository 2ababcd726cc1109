using System.Diagnostics;
using Masterplan.Runtime.Authoring;
using Masterplan.Runtime.Store;
using Microsoft.Extensions.DependencyInjection;
using static Masterplan.Runtime.Tests.Flow;

namespace Masterplan.Runtime.Tests.Execution;

public sealed class CheckpointTests
{
    private static readonly CancellationToken Cancelled = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Interrupted_activity_runs_again_and_nothing_before_it()
    {
        var folder = Directory.CreateTempSubdirectory("interrupted-").FullName;
        var first = new Probes();
        var reached = new TaskCompletionSource();
        first.Does = async (id, value, context) =>
        {
            if (id != "Second")
                return value;
            reached.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.CancellationToken);
            return value;
        };
        string run;
        await using (var runtime = await TestRuntime.StartAsync(folder: folder, configure: services => services.AddSingleton(first), options: options => options with { StopGrace = TimeSpan.FromMilliseconds(50) }))
        {
            run = await runtime.StartRunAsync(Definition("interrupted", Sequence(Step("First"), Step("Second"), Step("Third"))));
            await reached.Task;
        }

        var second = new Probes();
        await using (var runtime = await TestRuntime.StartAsync(folder: folder, configure: services => services.AddSingleton(second)))
            (await runtime.WaitAsync(run)).SubStatus.ShouldBe(WorkflowSubStatus.Finished);

        first.Ran.ShouldBe(["First", "Second"]);
        second.Ran.ShouldBe(["Second", "Third"]);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Checkpoint_with_an_old_fencing_number_is_refused_and_writes_nothing()
    {
        var probes = new Probes();
        await using var runtime = await TestRuntime.StartAsync(configure: services => services.AddSingleton(probes));
        var store = runtime.Services.GetRequiredService<RuntimeStore>();
        probes.Does = async (id, value, context) =>
        {
            if (id == "Second")
                await store.WriteAsync(session => session.Execute("UPDATE Instances SET Fencing=Fencing+1, LeaseOwner='other' WHERE Id=@p0", context.WorkflowExecutionContext.Id));
            return value;
        };
        var run = await runtime.StartRunAsync(Definition("fenced", Sequence(Step("First"), Step("Second"), Step("Third"))));
        var queue = runtime.Services.GetRequiredService<Masterplan.Runtime.Execution.RunQueue>();
        var waited = Stopwatch.StartNew();
        while (queue.Contains(run) && waited.Elapsed < TimeSpan.FromSeconds(20))
            await Task.Yield();

        probes.Ran.ShouldBe(["First", "Second"]);
        var journal = await runtime.Instances.JournalAsync(run, cancellationToken: Cancelled);
        journal.Items.ShouldNotContain(entry => entry.ActivityId == "Second");
    }

    [Fact]
    public async Task Many_instances_at_once_all_finish()
    {
        await using var runtime = await TestRuntime.StartAsync();
        var definition = Definition("busy", Activity("Elsa.For", "For1", ("start", Literal(1)), ("end", Literal(400)), ("body", Activity("Elsa.SetName", "Name1", ("value", Literal("x"))))));
        await runtime.RunAsync(definition);
        var runs = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => runtime.StartRunAsync(definition)));
        foreach (var run in runs)
            (await runtime.WaitAsync(run)).SubStatus.ShouldBe(WorkflowSubStatus.Finished);
    }

    private static System.Text.Json.Nodes.JsonObject Step(string id) => Activity("Test.Probe", id);
}
