using Masterplan.Activities.Clusters.Planning;
using Masterplan.Activities.Clusters.Spec;
using Masterplan.Rehearsal.Latencies;

namespace Masterplan.Host.Tests.Rehearsal;

public sealed class WaitChainTests
{
    private static readonly ClusterPlan Plan = new(ClusterSpecReader.Read("workers: {count: 2}", "demo"));

    [Fact]
    public void Nothing_imposed_is_no_chain()
    {
        WaitChain.OfBuild(Plan, []).ShouldBe(0);
        WaitChain.OfUpgrade(Plan, []).ShouldBe(0);
        WaitChain.OfTeardown([], []).ShouldBe(0);
    }

    [Fact]
    public void What_goes_on_side_by_side_counts_once_by_the_longest() => WaitChain.OfBuild(Plan,
    [
        Wait(LatencySteps.Operation, "template", 90), Wait(LatencySteps.Operation, "demo-master", 10),
        Wait(LatencySteps.Operation, "demo-master-1", 30), Wait(LatencySteps.Operation, "demo-master-2", 25), Wait(LatencySteps.Operation, "demo-worker-1", 28),
        Wait(LatencySteps.Boot, "demo-master-1", 40), Wait(LatencySteps.Boot, "demo-worker-1", 41),
        Wait(LatencySteps.ApiServerStart, "demo-master-1", 8),
        Wait(LatencySteps.NodeReady, "demo-worker-1", 5), Wait(LatencySteps.NodeReady, "demo-worker-2", 7),
    ]).ShouldBe(90 + 30 + 40 + 8 + 7);

    [Fact]
    public void An_upgrade_takes_node_after_node_with_the_images_fetched_before() => WaitChain.OfUpgrade(Plan,
    [
        Wait(LatencySteps.ImagePull, "demo-master-1", 10), Wait(LatencySteps.ImagePull, "demo-worker-1", 12),
        Wait(LatencySteps.ApiServerStart, "demo-master-1", 8), Wait(LatencySteps.ApiServerStart, "demo-master-2", 8), Wait(LatencySteps.NodeReady, "demo-worker-1", 5),
    ]).ShouldBe(12 + 8 + 8 + 5);

    [Fact]
    public void A_teardown_deletes_all_instances_at_once_and_the_rest_in_turn() => WaitChain.OfTeardown(["a", "b"],
    [
        Wait(LatencySteps.Operation, "a", 20), Wait(LatencySteps.Operation, "b", 25), Wait(LatencySteps.Operation, "group", 4), Wait(LatencySteps.Operation, "key", 3),
    ]).ShouldBe(25 + 4 + 3);

    private static LatencyLog.Entry Wait(string step, string subject, double seconds) => new(subject, step, seconds);
}
