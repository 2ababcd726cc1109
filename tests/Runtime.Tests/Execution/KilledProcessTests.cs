using System.Diagnostics;
using Masterplan.Runtime.Authoring;
using Masterplan.Runtime.Runs;
using static Masterplan.Runtime.Tests.Flow;

namespace Masterplan.Runtime.Tests.Execution;

public sealed class KilledProcessTests
{
    [Fact]
    public async Task Killed_at_each_checkpoint_the_run_goes_on_and_nothing_before_it_runs_again()
    {
        var folder = Directory.CreateTempSubdirectory("killed-").FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "child.json"), Child().ToJsonString(), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(folder, "main.json"), Parent().ToJsonString(), TestContext.Current.CancellationToken);

        await File.WriteAllTextAsync(Path.Combine(folder, "listener.json"), Herald.Listener().ToJsonString(), TestContext.Current.CancellationToken);
        var kills = 0;
        while (!await WorkUntilAsync(folder, committed: 1 + (kills % 2)))
        {
            await CheckNothingCommittedRanAgainAsync(folder);
            (++kills).ShouldBeLessThan(100);
        }

        kills.ShouldBeGreaterThan(4);
        TestContext.Current.TestOutputHelper?.WriteLine($"killed {kills} times");
        await CheckEndAsync(folder);
        Directory.Delete(folder, recursive: true);
    }

    private static System.Text.Json.Nodes.JsonObject Child() => Definition("child", Sequence(Step("C1", "getInput('Item')"), Delay("Wait", "00:00:00.010"), Step("C2", "getInput('Item')")));

    private static System.Text.Json.Nodes.JsonObject Parent() => Definition(
        "main",
        Chart(
            [Step("A", "getN()"), Set("Inc", "n", "getN() + 1"), Decision("More", "getN() < 3"), Fork("F", "x", "y"), Step("X", "0"), Step("Y", "0"), Join("J", "WaitAll"),
                Activity("Elsa.BulkDispatchWorkflows", "Bulk", ("workflowDefinitionId", Literal("child")), ("items", Js("[1,2,3]")), ("maxConcurrency", Literal(2))), Step("Z", "getN()")],
            "A->Inc", "Inc->More", "More:True->A", "More:False->F", "F:x->X", "F:y->Y", "X->J", "Y->J", "J->Bulk", "Bulk:Completed->Z"),
        variables: ["n:Int32=0"]);

    private static System.Text.Json.Nodes.JsonObject Step(string id, string script) => Activity("Test.Probe", id, ("value", Js(script)));

    /// <summary>Runs the process and kills it after so many commits; true if the run ended before.</summary>
    private static async Task<bool> WorkUntilAsync(string folder, int committed)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, RedirectStandardError = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath!) == "dotnet")
            start.ArgumentList.Add(typeof(KilledProcessTests).Assembly.Location);
        start.Environment[Worker.FolderVariable] = folder;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        while (await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (line.StartsWith("ended ", StringComparison.Ordinal))
            {
                line.ShouldBe("ended Finished");
                await process.WaitForExitAsync(TestContext.Current.CancellationToken);
                return true;
            }

            if (line.StartsWith("committed ", StringComparison.Ordinal) && --committed == 0)
                process.Kill();
        }

        committed.ShouldBeLessThanOrEqualTo(0, await errors);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return false;
    }

    private static async Task CheckNothingCommittedRanAgainAsync(string folder)
    {
        var effects = await File.ReadAllLinesAsync(Path.Combine(folder, "effects"), TestContext.Current.CancellationToken);
        await using var runtime = await TestRuntime.StartAsync(folder: folder, works: false, configure: services => Microsoft.Extensions.DependencyInjection.ServiceCollectionServiceExtensions.AddSingleton(services, new Probes()));
        foreach (var run in (await runtime.Instances.ListAsync(new InstanceFilter(), TestContext.Current.CancellationToken)).Items)
        {
            var executions = await runtime.Instances.ExecutionsAsync(run.Id, cancellationToken: TestContext.Current.CancellationToken);
            var completed = executions.Where(record => record.ActivityType == "Test.Probe" && record.Status == ActivityStatus.Completed).ToList();
            // The effects file grows by a line per start of a step. A committed step whose repetition came later would show as a line after its successor's.
            completed.GroupBy(record => record.Id).ShouldAllBe(group => group.Count() == 1);
        }

        // The steps of the main run are strictly ordered: a repetition may only ever be of the last line.
        var main = effects.Where(line => line.StartsWith("main/", StringComparison.Ordinal)).ToList();
        main.Where((line, index) => index == 0 || main[index - 1] != line).ShouldBeUnique();
    }

    private static async Task CheckEndAsync(string folder)
    {
        await using var runtime = await TestRuntime.StartAsync(folder: folder, works: false, configure: services => Microsoft.Extensions.DependencyInjection.ServiceCollectionServiceExtensions.AddSingleton(services, new Probes()));
        var runs = (await runtime.Instances.ListAsync(new InstanceFilter(), TestContext.Current.CancellationToken)).Items;
        var main = runs.Single(run => run.DefinitionId == "main");
        runs.Single(run => run.DefinitionId == "listener").CorrelationId.ShouldBe(main.Id);
        runs.Count(run => run.DefinitionId == "child").ShouldBe(3);
        runs.Where(run => run.DefinitionId != "listener").ShouldAllBe(run => run.SubStatus == WorkflowSubStatus.Finished);
        var effects = await File.ReadAllLinesAsync(Path.Combine(folder, "effects"), TestContext.Current.CancellationToken);
        effects.Distinct().Order().ShouldBe(new[]
        {
            "child/C1/1", "child/C1/2", "child/C1/3", "child/C2/1", "child/C2/2", "child/C2/3", "main/A/0", "main/A/1", "main/A/2", "main/X/0", "main/Y/0", "main/Z/3",
        }.Order());
    }
}
