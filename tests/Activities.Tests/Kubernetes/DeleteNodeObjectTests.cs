using Masterplan.Activities.Clusters.Changes;
using Masterplan.Activities.Clusters.Ledger;
using Masterplan.Runtime.Authoring;
using Microsoft.Extensions.DependencyInjection;

namespace Masterplan.Activities.Tests.Kubernetes;

public sealed class DeleteNodeObjectTests
{
    [Theory]
    [InlineData("demo-worker-1", 1)]
    [InlineData("demo-worker-2", 0)]
    public async Task The_node_of_that_name_goes_and_one_that_is_gone_is_no_change(string name, int changes)
    {
        await using var host = await TestHost.StartAsync();
        await host.Registry.AcceptAsync("demo", "masters: {count: 1}", TestContext.Current.CancellationToken);
        await host.Ledger.RecordAsync("demo", ResourceKinds.Instance, "demo-master-1", "run", "id", "192.0.2.1", TestContext.Current.CancellationToken);
        host.Kubernetes.Node = FakeKubernetes.NewNode("demo-worker-1");
        var run = await host.RunAsync("Masterplan.DeleteNodeObject", ("cluster", "demo"), ("node", name));
        (await host.EndAsync(run)).SubStatus.ShouldBe(WorkflowSubStatus.Finished);
        (host.Kubernetes.Node is null).ShouldBe(changes == 1);
        (await host.Services.GetRequiredService<ChangeLog>().CountAsync(run, TestContext.Current.CancellationToken)).ShouldBe(changes);
    }
}
