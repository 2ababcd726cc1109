using Masterplan.Activities.Clusters.Planning;
using Masterplan.Activities.Clusters.Spec;
using Masterplan.Rehearsal.Latencies;

namespace Masterplan.Rehearsal.Tests.Latencies;

public sealed class WaitChainTests
{
    private static readonly ClusterPlan Plan = new(ClusterSpecReader.Read("masters: { count: 3 }\nworkers: { count: 2 }", "demo"));

    private readonly List<LatencyLog.Entry> waits = [];

    [Fact]
    public void Build_counts_what_goes_on_side_by_side_once_by_its_longest()
    {
        Wait("Flatcar Container Linux 1.2.3", "register-template", 90);
        Wait("demo: Kubernetes API", "create-elastic-ip", 4);
        Wait("demo-master ingress tcp 22-22 0.0.0.0/0", "add-rule-to-security-group", 500);
        Wait("demo: Kubernetes API demo-master-1", "attach-instance-to-elastic-ip", 600);
        foreach (var (node, index) in Plan.Masters.Select((node, index) => (node.Name, index)))
        {
            Wait(node, "create-instance", 20 + index);
            Wait(node, LatencySteps.Boot, 40);
            Wait(node, LatencySteps.Stop, 4);
            Wait(node, LatencySteps.ImagePull, 12);
            Wait(node, LatencySteps.ImagePull, 12);
            Wait(node, LatencySteps.EtcdStart, 3);
            Wait(node, LatencySteps.ApiServerStart, 8);
            Wait(node, LatencySteps.NodeReady, 8);
        }

        Wait("demo-master-1", LatencySteps.EtcdElection, 2);
        WaitChain.OfBuild(Plan, waits).ShouldBe(90 + 22 + 40 + (4 + 12 + 8) + 8);
        foreach (var node in Plan.Workers)
        {
            Wait(node.Name, LatencySteps.ImagePull, 12);
            Wait(node.Name, LatencySteps.PodStart, 2);
            Wait(node.Name, LatencySteps.NodeReady, 8);
            Wait(node.Name, LatencySteps.AddOnPull, 12);
            Wait(node.Name, LatencySteps.AddOnStart, 5);
        }

        WaitChain.OfBuild(Plan, waits).ShouldBe(90 + 22 + 40 + (4 + 12 + 8) + (12 + 2 + 8 + 12 + 5));
    }

    [Fact]
    public void Renewal_takes_one_master_after_the_other_and_then_the_workers_together()
    {
        foreach (var master in Plan.Masters)
        {
            Wait(master.Name, LatencySteps.EtcdStart, 3);
            Wait(master.Name, LatencySteps.ApiServerStart, 8);
        }

        Wait("demo-worker-1", LatencySteps.PodStart, 2);
        Wait("demo-worker-2", LatencySteps.PodStart, 5);
        WaitChain.OfRenewal(Plan, waits).ShouldBe((3 * (3 + 8)) + 5);
    }

    [Fact]
    public void Etcd_that_takes_longer_than_its_API_server_is_what_the_control_plane_waits_for()
    {
        Wait("demo-master-2", LatencySteps.EtcdStart, 30);
        Wait("demo-master-1", LatencySteps.EtcdElection, 2);
        Wait("demo-master-2", LatencySteps.ApiServerStart, 8);
        WaitChain.OfBuild(Plan, waits).ShouldBe(32);
    }

    [Fact]
    public void Workers_that_boot_longer_than_the_control_plane_takes_hold_up_their_joining()
    {
        Wait("demo-master-1", LatencySteps.Boot, 40);
        Wait("demo-worker-1", LatencySteps.Boot, 300);
        Wait("demo-worker-2", LatencySteps.NodeReady, 8);
        WaitChain.OfBuild(Plan, waits).ShouldBe(308);
    }

    [Fact]
    public void Upgrade_adds_node_after_node_but_pulls_side_by_side()
    {
        foreach (var node in Plan.AllNodes)
        {
            Wait(node.Name, LatencySteps.ImagePull, 12);
            Wait(node.Name, LatencySteps.Stop, 4);
        }

        WaitChain.OfUpgrade(Plan, waits).ShouldBe(12 + (5 * 4));
    }

    [Fact]
    public void Removal_ends_pods_and_deletes_instances_of_workers_side_by_side()
    {
        foreach (var (node, seconds) in new[] { ("demo-worker-1", 10), ("demo-worker-2", 12) })
        {
            Wait(node, LatencySteps.Stop, 4);
            Wait(node, LatencySteps.Stop, 2);
            Wait(node, "delete-instance", seconds);
        }

        Wait("demo-worker-3", LatencySteps.AddOnStart, 5);
        WaitChain.OfRemoval(waits).ShouldBe(4 + 12);
    }

    [Fact]
    public void Teardown_deletes_instances_at_once_then_rules_at_once_and_the_rest_one_by_one()
    {
        string[] nodes = [.. Plan.AllNodes.Select(node => node.Name)];
        foreach (var node in nodes)
        {
            Wait(node, LatencySteps.Stop, 4);
            Wait(node, "delete-instance", 10);
        }

        Wait("demo-master", "delete-security-group", 2);
        Wait("demo-worker", "delete-security-group", 2);
        Wait("demo-master ingress tcp 6443-6443 demo-worker", "delete-rule-from-security-group", 2);
        Wait("demo-worker ingress tcp 10250-10250 demo-master", "delete-rule-from-security-group", 3);
        WaitChain.OfTeardown(nodes, waits).ShouldBe(10 + 3 + 4);
    }

    private void Wait(string subject, string step, double seconds) => waits.Add(new(subject, step, seconds));
}
