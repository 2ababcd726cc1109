using Masterplan.Runtime.Authoring;

namespace Masterplan.Activities.Tests.Clusters.Planning;

public sealed class LowerWorkersTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("workers: {count: 4} # as ordered\n", "2", "workers: {count: 2} # as ordered\n")]
    [InlineData("workers: {count: 4} # as ordered\n", "4", "workers: {count: 4} # as ordered\n")]
    [InlineData("zone: ch-dk-2\n", "3", "zone: ch-dk-2\n")]
    [InlineData("zone: ch-dk-2\n", "2", "workers:\n  count: 2\nzone: ch-dk-2\n")]
    public async Task The_spec_keeps_all_else_and_twice_is_once(string before, string workers, string after)
    {
        await using var host = await TestHost.StartAsync();
        await host.Registry.AcceptAsync("demo", before, Token);
        for (var time = 0; time < 2; time++)
        {
            var run = await host.RunAsync("Masterplan.LowerWorkers", ("cluster", "demo"), ("workers", workers));
            (await host.EndAsync(run)).SubStatus.ShouldBe(WorkflowSubStatus.Finished);
            (await host.Registry.FindAsync("demo", Token))!.SpecYaml.ShouldBe(after);
        }
    }
}
