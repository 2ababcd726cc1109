using Masterplan.Runtime.Definitions;
using Masterplan.Runtime.Runs;
using Microsoft.Extensions.DependencyInjection;

namespace Masterplan.Activities.Tests.Clusters.Planning;

public sealed class PlanWorkerRemovalTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_total_that_is_not_given_is_not_taken_for_none()
    {
        await using var host = await TestHost.StartAsync();
        await host.Registry.AcceptAsync("demo", "workers: {count: 4}", Token);
        var file = await File.ReadAllTextAsync(Repository.PathOf("workflows", "worker-remove.json"), Token);
        await host.Services.GetRequiredService<IWorkflowDefinitions>().ImportAsync(file, Token);
        var run = await host.Runtime.StartAsync(new StartRequest("worker-remove") { Input = new Dictionary<string, object?> { ["Cluster"] = "demo" } }, Token);
        await host.EndAsync(run);
        var incident = (await host.Instances.IncidentsAsync(run, cancellationToken: Token)).Single();
        (incident.ActivityId, incident.Message).ShouldBe(("Plan", "The workers of cluster 'demo': workers: It is missing or no whole number; name the wished total."));
    }
}
