using Masterplan.Activities.Etcd;
using Masterplan.Lab.Linux;

namespace Masterplan.Lab.Clusters;

/// <summary>What real nodes do to a cluster in service, and what Masterplan makes of it.</summary>
[Collection(typeof(BuiltClusterCollection))]
public sealed class FaultTests(BuiltCluster lab, ITestOutputHelper output)
{
    /// <summary>How often a worker's haproxy looks at each API server.</summary>
    private static readonly TimeSpan HaproxyInterval = TimeSpan.FromSeconds(2);

    /// <summary>How often the elastic IP does; the lab's cloud keeps it as much more often as it is faster.</summary>
    private static readonly TimeSpan ElasticIpInterval = TimeSpan.FromSeconds(5);

    [LabFact]
    public async Task Requests_fail_for_no_longer_than_a_health_checks_interval_while_a_master_reboots()
    {
        var elasticIp = new Outage("the elastic IP", () => AnswersAsync(lab.ElasticIp));
        var workers = BuiltCluster.Plan.Workers.Select(worker => new Outage($"{worker.Name}'s haproxy", () => AnswersOnAsync(worker.Name))).ToList();
        await lab.Node("lab-master-1").RunAsync("systemctl", "reboot");
        await LabCluster.UntilAsync("the master is away", async () => !await AnswersAsync(lab.AddressOf("lab-master-1")));
        await LabCluster.UntilAsync("the master's API server is back", () => AnswersAsync(lab.AddressOf("lab-master-1")), seconds: 120);
        foreach (var outage in workers.Prepend(elasticIp))
        {
            await outage.DisposeAsync();
            output.WriteLine($"{outage}");
        }

        elasticIp.Length.ShouldBeLessThanOrEqualTo(ElasticIpInterval);
        workers.ShouldAllBe(worker => worker.Length <= HaproxyInterval);
        await lab.UntilHealthyAsync();
        (await lab.BootstrapAsync()).ShouldExitWith(0).Changes.ShouldBe(0);
    }

    [LabFact]
    public async Task Cluster_serves_without_the_master_that_led_and_an_upgrade_does_not_start()
    {
        var leader = (await lab.HealthAsync(EtcdCluster.Kubernetes)).Leader!;
        var node = lab.Node(leader);
        await node.CutPowerAsync();
        try
        {
            await LabCluster.UntilAsync(
                "the cluster serves with two of three", async () => (await lab.NodesAsync()).Count == 6 && (await lab.EtcdctlAsync(EtcdCluster.Kubernetes, "get", "health")).Code == 0, seconds: 30);
            using var upgrade = lab.Cloud.Start("upgrade", "lab", "--to", "v1.37.2");
            var refused = await upgrade.UntilAsync(line => line.Says("The upgrade may not start"));
            refused.GetProperty("message").GetString()!.ShouldContain($"'{leader}' does not answer");
            await upgrade.KillAsync();
            (await lab.Cloud.RunAsync("runs", "cancel", refused.GetProperty("run").GetString()!)).Code.ShouldBeOneOf(0, 14);
        }
        finally
        {
            node.Start();
            await lab.UntilHealthyAsync();
        }
    }

    [LabFact]
    public async Task Full_disk_is_named_and_the_bootstrap_goes_on_when_there_is_room()
    {
        var node = lab.Node("lab-worker-3");
        await node.RunAsync("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", "/etc/haproxy");
        await node.TryAsync("sh", "-c", "cat /dev/zero > /etc/haproxy/fill");
        using var bootstrap = lab.Start();
        try
        {
            var told = await bootstrap.UntilAsync(line => line.Says("No space left on device"));
            told.GetProperty("message").GetString()!.ShouldContain("lab-worker-3");
        }
        finally
        {
            await node.RunAsync("umount", "/etc/haproxy");
        }

        (await bootstrap.EndAsync()).ShouldExitWith(0);
        await lab.UntilHealthyAsync();
    }

    [LabFact]
    public async Task Nodes_that_swapped_their_addresses_are_sent_nothing_until_they_have_them_back()
    {
        var (one, other) = ("lab-worker-1", "lab-worker-2");
        await SwapAsync(one, other);
        EndedProgram suspended;
        try
        {
            suspended = (await lab.BootstrapAsync()).ShouldExitWith(3);
            suspended.Incidents.ShouldAllBe(incident => incident.Contains("another host key", StringComparison.Ordinal));
        }
        finally
        {
            await SwapAsync(other, one);
        }

        (await lab.Cloud.RunAsync("runs", "retry", suspended.Run)).ShouldExitWith(0);
        await lab.UntilHealthyAsync();
    }

    /// <summary>Asks a worker's own way to the API servers.</summary>
    private async Task<bool> AnswersOnAsync(string worker) =>
        (await lab.Node(worker).TryAsync("curl", "--silent", "--insecure", "--fail", "--max-time", "1", "https://127.0.0.1:6443/readyz")).Code == 0;

    private static async Task<bool> AnswersAsync(string address) => (await Tool.TryAsync("curl", "--silent", "--insecure", "--fail", "--max-time", "1", $"https://{address}:6443/readyz")).Code == 0;

    /// <summary>Gives each of two nodes the other's address.</summary>
    private async Task SwapAsync(string one, string other)
    {
        var (first, second) = (lab.AddressOf(one), lab.AddressOf(other));
        var isSwapped = (await lab.Node(one).RunAsync("ip", "-brief", "addr", "show", "eth0")).Contains($" {second}/", StringComparison.Ordinal);
        var wanted = isSwapped ? new[] { (one, second, first), (other, first, second) } : [(one, first, second), (other, second, first)];
        foreach (var (node, old, _) in wanted)
            await lab.Node(node).RunAsync("ip", "addr", "delete", $"{old}/16", "dev", "eth0");
        foreach (var (node, _, now) in wanted)
            await lab.Node(node).RunAsync("sh", "-c", $"ip addr add {now}/16 dev eth0 && ip route replace default via {Switch.Address}");
        // As when a cable is moved: nobody remembers who had an address.
        await Tool.RunAsync("ip", "neigh", "flush", "all");
        foreach (var node in lab.Cloud.Nodes)
            await node.RunAsync("ip", "neigh", "flush", "dev", "eth0");
    }
}
