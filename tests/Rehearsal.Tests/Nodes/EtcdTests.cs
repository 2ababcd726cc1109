using System.Text.Json.Nodes;

namespace Masterplan.Rehearsal.Tests.Nodes;

public sealed class EtcdTests
{
    [Fact]
    public async Task Member_alone_is_not_ready_until_a_quorum_runs()
    {
        await using var cluster = new TestCluster(masters: 3, workers: 0);
        await cluster.StartAsync();
        await Task.WhenAll(cluster.Masters.Skip(1).Select(m => cluster.Run(m, "systemctl", "stop", "infra-etcd")));
        var alone = await cluster.Etcdctl(cluster.Masters[0], "endpoint", "health");
        alone.ExitCode.ShouldBe(1);
        alone.Error.ShouldContain("unhealthy cluster");
        (await cluster.Run(cluster.Masters[1], "systemctl", "start", "infra-etcd")).ExitCode.ShouldBe(0);
        (await cluster.Etcdctl(cluster.Masters[0], "endpoint", "health")).ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task Leader_that_stops_is_replaced_in_a_later_term()
    {
        await using var cluster = new TestCluster(masters: 3, workers: 0);
        await cluster.StartAsync();
        var before = await Status(cluster, 0);
        var leader = Enumerable.Range(0, 3).Single(n => Status(cluster, n).Result["header"]!["member_id"]!.ToJsonString() == before["leader"]!.ToJsonString());
        await cluster.Run(cluster.Masters[leader], "systemctl", "stop", "infra-etcd");
        var other = (leader + 1) % 3;
        await cluster.Until(() => cluster.Etcdctl(cluster.Masters[other], "endpoint", "health").Result.ExitCode == 0, "a new leader");
        var after = await Status(cluster, other);
        after["raftTerm"]!.GetValue<ulong>().ShouldBeGreaterThan(before["raftTerm"]!.GetValue<ulong>());
        after["leader"]!.ToJsonString().ShouldNotBe(before["leader"]!.ToJsonString());
    }

    [Fact]
    public async Task Transaction_compares_the_version_that_was_read()
    {
        await using var cluster = new TestCluster(masters: 1, workers: 0);
        await cluster.StartAsync();
        const string Take = "version(\"lock\") = \"0\"\n\nput lock mine\n\nget lock\n";
        (await Transact(cluster, Take)).ShouldStartWith("SUCCESS");
        (await Transact(cluster, Take)).ShouldStartWith("FAILURE\n\nlock\nmine");
    }

    [Fact]
    public async Task Transaction_reads_quoted_keys_and_values()
    {
        await using var cluster = new TestCluster(masters: 1, workers: 0);
        await cluster.StartAsync();
        (await Transact(cluster, "version(\"a/b\") = \"0\"\n\nput \"a/b\" \"{\\\"holders\\\":[\\\"x\\\"]}\"\n\n\n")).ShouldStartWith("SUCCESS");
        (await cluster.Etcdctl(cluster.Masters[0], "get", "a/b", "--print-value-only")).Output.ShouldBe("{\"holders\":[\"x\"]}\n");
    }

    [Fact]
    public async Task Client_of_another_authority_is_refused()
    {
        await using var cluster = new TestCluster(masters: 1, workers: 0);
        await cluster.StartAsync();
        var answer = await cluster.Run(
            cluster.Masters[0], "etcdctl", "--endpoints", "https://127.0.0.1:2379", "--cacert", "/etc/infra-etcd/pki/ca.crt", "--cert", "/etc/kubernetes/pki/etcd/server.crt", "--key", "/etc/kubernetes/pki/etcd/server.key", "endpoint", "health");
        answer.ExitCode.ShouldBe(1);
        answer.Error.ShouldContain("bad certificate");
    }

    [Fact]
    public async Task Busy_port_is_refused_until_the_old_process_is_gone()
    {
        await using var cluster = new TestCluster(masters: 1, workers: 0, faultNames: ["etcd-port-busy"]);
        await cluster.StartAsync();
        await cluster.Until(() => cluster.Run(cluster.Masters[0], "systemctl", "restart", "infra-etcd").Result.ExitCode == 1, "a restart that finds the port busy");
        (await cluster.Run(cluster.Masters[0], "journalctl", "-u", "infra-etcd", "-n", "50")).Output.ShouldContain("listen tcp 0.0.0.0:2379: bind: address already in use");
        await cluster.Until(() => cluster.Etcdctl(cluster.Masters[0], "endpoint", "health").Result.ExitCode == 0, "etcd is back");
    }

    private static async Task<JsonNode> Status(TestCluster cluster, int master) =>
        JsonNode.Parse((await cluster.Etcdctl(cluster.Masters[master], "endpoint", "status", "-w", "json")).Output)![0]!["Status"]!;

    private static async Task<string> Transact(TestCluster cluster, string script) => (await cluster.Node(cluster.Masters[0]).Commands.RunAsync(
        ["etcdctl", "--endpoints=https://127.0.0.1:2379", "--cacert=/etc/infra-etcd/pki/ca.crt", "--cert=/etc/infra-etcd/pki/server.crt", "--key=/etc/infra-etcd/pki/server.key", "txn"], script, CancellationToken.None)).Output;
}
