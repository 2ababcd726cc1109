using System.Text;

namespace Masterplan.Rehearsal.Tests.Nodes;

public sealed class RefusalTests
{
    private const string ApiServer = "/etc/kubernetes/manifests/kube-apiserver.yaml";

    [Theory]
    [InlineData("--profiling=false", "--cloud-provider=external", "Error: unknown flag: --cloud-provider")]
    [InlineData("/etc/kubernetes/pki/apiserver.crt", "/etc/kubernetes/pki/nothing.crt", "open /etc/kubernetes/pki/nothing.crt: no such file or directory")]
    [InlineData("/etc/kubernetes/pki/apiserver.key", "/etc/kubernetes/pki/sa.key", "tls: private key does not match public key")]
    public async Task Api_server_refuses_what_the_real_one_would(string was, string becomes, string refusal)
    {
        await using var cluster = new TestCluster(masters: 1, workers: 0);
        await cluster.StartAsync();
        var node = cluster.Node(cluster.Masters[0]);
        var manifest = node.Disk.ReadText(ApiServer)!.Replace("    - \"--advertise", "    - \"--profiling=false\"\n    - \"--advertise", StringComparison.Ordinal);
        node.Disk.Write(ApiServer, Encoding.UTF8.GetBytes(manifest.Replace(was, becomes, StringComparison.Ordinal)), "0600");
        await cluster.Until(() => node.Containers.Pods.Any(p => p.Logs.TryGetValue("kube-apiserver", out var log) && log.Last(20).Any(l => l.Text.Contains(refusal, StringComparison.Ordinal))), refusal);
    }

    [Fact]
    public async Task Kubelet_refuses_a_flag_that_its_version_has_lost()
    {
        await using var cluster = new TestCluster(masters: 1, workers: 0);
        await cluster.StartAsync();
        var node = cluster.Node(cluster.Masters[0]);
        node.Disk.WriteText("/etc/systemd/system/kubelet.service", node.Disk.ReadText("/etc/systemd/system/kubelet.service")!.Replace("--config=", "--pod-infra-container-image=pause --config=", StringComparison.Ordinal));
        await cluster.Run(cluster.Masters[0], "systemctl", "restart", "kubelet");
        await cluster.Until(() => cluster.Run(cluster.Masters[0], "journalctl", "-u", "kubelet", "-n", "20").Result.Output.Contains("unknown flag: --pod-infra-container-image", StringComparison.Ordinal), "the refusal");
        node.Containers.Pods.ShouldNotBeEmpty("pods outlive their kubelet");
    }

    [Fact]
    public async Task Unit_starts_after_those_restarted_with_it_that_its_After_names()
    {
        await using var cluster = new TestCluster(masters: 1, workers: 0);
        await cluster.StartAsync();
        const string unit = "/etc/systemd/system/kubelet.service";
        var disk = cluster.Node(cluster.Masters[0]).Disk;
        disk.WriteText(unit, disk.ReadText(unit)!.Replace("Requires=containerd.service\n", "", StringComparison.Ordinal));
        await cluster.Run(cluster.Masters[0], "systemctl", "restart", "kubelet", "containerd");
        (await cluster.Run(cluster.Masters[0], "systemctl", "show", "kubelet", "-p", "NRestarts", "--value")).Output.Trim().ShouldBe("0");
        (await cluster.Run(cluster.Masters[0], "systemctl", "is-active", "kubelet", "containerd")).Output.ShouldBe("active\nactive\n");
    }

    [Fact]
    public async Task Backup_file_among_the_manifests_is_a_second_pod()
    {
        await using var cluster = new TestCluster(masters: 1, workers: 0);
        await cluster.StartAsync();
        var node = cluster.Node(cluster.Masters[0]);
        await cluster.Until(() => node.Containers.Pods.Any(p => p.Name == "kube-scheduler-demo-master-1" && p.Containers.Any(c => c.IsReady)), "the scheduler runs");
        await cluster.Run(cluster.Masters[0], "cp", "/etc/kubernetes/manifests/kube-scheduler.yaml", "/etc/kubernetes/manifests/kube-scheduler.yaml.bak");
        await cluster.Until(() => node.Containers.Pods.Count(p => p.Name == "kube-scheduler-demo-master-1") == 2, "two schedulers");
        await cluster.Until(() => node.Containers.Pods.Any(p => p.Logs.Values.Any(l => l.Last(5).Any(t => t.Text.Contains("127.0.0.1:10259: bind: address already in use", StringComparison.Ordinal)))), "the second finds the port taken");
    }
}
