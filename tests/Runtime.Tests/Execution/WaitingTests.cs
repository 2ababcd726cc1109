using System.Diagnostics;
using Masterplan.Runtime.Authoring;
using Masterplan.Runtime.Runs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using static Masterplan.Runtime.Tests.Flow;

namespace Masterplan.Runtime.Tests.Execution;

public sealed class WaitingTests
{
    [Fact]
    public async Task Wait_survives_a_restart_and_ends_when_due()
    {
        var folder = Directory.CreateTempSubdirectory("waiting-").FullName;
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero));
        string run;
        await using (var runtime = await TestRuntime.StartAsync(time, folder))
        {
            run = await runtime.StartRunAsync(Definition("patient", Sequence(Activity("Test.Patient", "P", ("result", To("v-tries")))), variables: ["tries:Int32=0"]));
            await runtime.UntilSuspendedAsync(run);
            time.Advance(TimeSpan.FromSeconds(10));
            await runtime.UntilAsync(async () => await RetriesAsync(runtime, run) == 2);
        }

        await using (var runtime = await TestRuntime.StartAsync(time, folder))
        {
            (await runtime.Instances.GetAsync(run, TestContext.Current.CancellationToken)).SubStatus.ShouldBe(WorkflowSubStatus.Suspended);
            time.Advance(TimeSpan.FromSeconds(10));
            var ended = await runtime.WaitAsync(run);
            ended.SubStatus.ShouldBe(WorkflowSubStatus.Finished);
            ended.Variables["v-tries"].ShouldBe(3L);
            (await RetriesAsync(runtime, run)).ShouldBe(2);
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Due_wait_ends_within_milliseconds()
    {
        await using var runtime = await TestRuntime.StartAsync();
        var definition = Definition("waits", Activity("Elsa.For", "For1", ("start", Literal(1)), ("end", Literal(20)), ("body", Delay("D", "00:00:00.010"))));
        await runtime.RunAsync(definition);
        var watch = Stopwatch.StartNew();
        await runtime.RunAsync(definition);
        TestContext.Current.TestOutputHelper?.WriteLine($"{watch.Elapsed.TotalMilliseconds / 20:N1} ms per wait of 10 ms");
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task Ten_thousand_suspended_runs_are_rows_and_one_of_them_resumes()
    {
        await using var runtime = await TestRuntime.StartAsync();
        var definition = Definition("suspended", Sequence(Delay("D", "1.00:00:00")));
        await runtime.Definitions.ImportAsync(definition.ToJsonString(), TestContext.Current.CancellationToken);
        using var events = runtime.Services.GetRequiredService<IRunEvents>().Subscribe();
        var suspended = CountAsync(events, 10_000);
        var starts = await Task.WhenAll(Enumerable.Range(0, 10_000).Select(_ => runtime.Runtime.StartAsync(new StartRequest("suspended"), TestContext.Current.CancellationToken)));
        await suspended;
        var first = starts[0];

        var queue = runtime.Services.GetRequiredService<Masterplan.Runtime.Execution.RunQueue>();
        var bookmark = (await runtime.Instances.BookmarksAsync(first, TestContext.Current.CancellationToken)).ShouldHaveSingleItem();
        (await runtime.Runtime.TriggerBookmarkAsync(bookmark.Id, cancellationToken: TestContext.Current.CancellationToken)).ShouldBeTrue();

        (await runtime.WaitAsync(first)).SubStatus.ShouldBe(WorkflowSubStatus.Finished);
        queue.Count.ShouldBeLessThanOrEqualTo(1);
    }

    private static async Task<int> RetriesAsync(TestRuntime runtime, string run) =>
        (await runtime.Instances.JournalAsync(run, cancellationToken: TestContext.Current.CancellationToken)).Items.Count(entry => entry.EventName == "Retry");

    private static async Task CountAsync(IRunEventSubscription events, int count)
    {
        await foreach (var happened in events.ReadAllAsync(TestContext.Current.CancellationToken))
            if (happened.EventName == "WorkflowSuspended" && --count == 0)
                return;
    }
}
