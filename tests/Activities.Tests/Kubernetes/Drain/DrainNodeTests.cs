using Masterplan.Activities.Clusters.Ledger;
using Masterplan.Runtime.Authoring;
using Masterplan.Runtime.Runs;

namespace Masterplan.Activities.Tests.Kubernetes.Drain;

public sealed class DrainNodeTests
{
    private const string Node = "demo-worker-1";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_node_that_is_not_registered_is_a_fault()
    {
        await using var host = await StartAsync();
        (await DrainAsync(host)).SubStatus.ShouldNotBe(WorkflowSubStatus.Finished);
    }

    [Fact]
    public async Task A_node_that_is_not_registered_counts_as_drained_if_it_goes_for_good()
    {
        await using var host = await StartAsync();
        (await DrainAsync(host, forGood: true)).SubStatus.ShouldBe(WorkflowSubStatus.Finished);
    }

    [Theory]
    [InlineData(true, true, false)]
    [InlineData(true, false, false)]
    [InlineData(false, false, false)]
    [InlineData(false, true, true)]
    public async Task Pods_that_were_evicted_must_end_unless_the_node_goes_for_good_and_is_not_ready(bool ready, bool forGood, bool drained)
    {
        await using var host = await StartAsync();
        host.Kubernetes.Node = FakeKubernetes.NewNode(Node, ready);
        host.Kubernetes.AddPod("web");
        ((await DrainAsync(host, forGood)).SubStatus == WorkflowSubStatus.Finished).ShouldBe(drained);
        host.Kubernetes.Calls.ShouldBe([$"cordon {Node}", "evict web"]);
    }

    [Fact]
    public async Task A_budget_is_waited_for_by_name_though_the_node_is_not_ready()
    {
        await using var host = await StartAsync();
        host.Kubernetes.Node = FakeKubernetes.NewNode(Node, ready: false);
        host.Kubernetes.AddPod("web");
        host.Kubernetes.AddPod("database");
        var tries = 0;
        host.Kubernetes.OnEvict = pod => pod.Metadata.Name == "database" && ++tries < 3 ? "keep-database" : null;
        var run = await DrainAsync(host, forGood: true);
        run.SubStatus.ShouldBe(WorkflowSubStatus.Finished);
        host.Kubernetes.Calls.ShouldBe([$"cordon {Node}", "evict web", "evict database"]);
        (await host.Instances.JournalAsync(run.Id, cancellationToken: Token)).Items.Where(entry => entry.EventName == "Waiting").Select(entry => entry.Message).ShouldBe(
            [$"Draining '{Node}': pod 'default/database' may not leave: Cannot evict pod as it would violate the pod's disruption budget. The disruption budget keep-database needs 1 healthy pods and has 1 currently."]);
    }

    private static async Task<TestHost> StartAsync()
    {
        var host = await TestHost.StartAsync();
        await host.Registry.AcceptAsync("demo", "masters: {count: 1}", Token);
        await host.Ledger.RecordAsync("demo", ResourceKinds.Instance, "demo-master-1", "run", "id", "192.0.2.1", Token);
        return host;
    }

    private static async Task<WorkflowInstance> DrainAsync(TestHost host, bool forGood = false) =>
        await host.EndAsync(await host.RunAsync("Masterplan.DrainNode", ("cluster", "demo"), ("node", Node), ("forGood", forGood ? "true" : "false"), ("deadline", "00:00:10")));
}
