using System.Diagnostics;
using System.Text.Json.Nodes;
using Masterplan.Runtime.Activities.Scheduling;
using Masterplan.Runtime.Runs;
using static Masterplan.Runtime.Tests.Flow;

namespace Masterplan.Runtime.Tests.Triggers;

public sealed class KilledSchedulesTests
{
    [Fact]
    public async Task Kill_neither_doubles_nor_loses_a_run()
    {
        var seed = Random.Shared.Next();
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var folder = Directory.CreateTempSubdirectory("killed-schedules-").FullName;
        await using (var runtime = await TestRuntime.StartAsync(folder: folder, works: false))
            for (var number = 0; number < 20; number++)
                await runtime.Definitions.ImportAsync(EverySecond($"every-second-{number}").ToJsonString(), TestContext.Current.CancellationToken);

        for (var kills = 0; kills < 4; kills++)
            await WorkAndKillAsync(folder, TimeSpan.FromMilliseconds(700 + random.Next(1_000)));

        await using (var runtime = await TestRuntime.StartAsync(folder: folder, works: false))
        {
            var runs = (await runtime.Instances.ListAsync(new InstanceFilter { Take = 10_000 }, TestContext.Current.CancellationToken)).Items;
            foreach (var schedule in runs.GroupBy(run => run.DefinitionId))
                await CheckAsync(runtime, schedule);
            runs.Select(run => run.DefinitionId).Distinct().Count().ShouldBe(20);
        }

        Directory.Delete(folder, recursive: true);
    }

    private static JsonObject EverySecond(string id)
    {
        var cron = Activity("Elsa.Cron", "T", ("cronExpression", Literal("* * * * * *")));
        cron["customProperties"] = new JsonObject { ["canStartWorkflow"] = true };
        return Definition(id, Chart([cron, Write("W", "tick")], "T->W"));
    }

    private static async Task WorkAndKillAsync(string folder, TimeSpan after)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath!) == "dotnet")
            start.ArgumentList.Add(typeof(KilledSchedulesTests).Assembly.Location);
        start.Environment[ScheduleWorker.FolderVariable] = folder;
        using var process = Process.Start(start)!;
        (await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken)).ShouldNotBeNull();
        await Task.Delay(after, TimeProvider.System, TestContext.Current.CancellationToken);
        process.Kill();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Each run is due a second after the one before it; after one that was missed, in the second after its start.</summary>
    private static async Task CheckAsync(TestRuntime runtime, IEnumerable<WorkflowInstance> runs)
    {
        var firings = new List<ScheduleFiring>();
        foreach (var run in runs)
            firings.Add(Masterplan.Runtime.Json.Values.To<ScheduleFiring>((await runtime.Instances.GetAsync(run.Id, TestContext.Current.CancellationToken)).Input[ScheduleFiring.InputKey])!);
        var ordered = firings.OrderBy(firing => firing.DueAt).ToList();
        foreach (var (firing, next) in ordered.Zip(ordered.Skip(1)))
            next.DueAt.ShouldBe(firing.IsLate ? NextSecond(firing.StartedAt) : firing.DueAt.AddSeconds(1), $"after {firing}");
    }

    private static DateTimeOffset NextSecond(DateTimeOffset time) => new DateTimeOffset(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerSecond), TimeSpan.Zero).AddSeconds(1);
}
