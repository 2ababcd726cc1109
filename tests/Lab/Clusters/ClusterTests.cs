using System.Net;
using System.Net.Sockets;
using Masterplan.Activities.Clusters.Planning;
using Masterplan.Activities.Etcd;
using Masterplan.Lab.Linux;

namespace Masterplan.Lab.Clusters;

/// <summary>What a whole cluster on real nodes is and does.</summary>
[Collection(typeof(BuiltClusterCollection))]
public sealed class ClusterTests(BuiltCluster lab, ITestOutputHelper output)
{
    private const int MostSeconds = 90;
    private const long MostMemory = 1_500_000_000;

    [LabFact]
    public async Task Bootstrap_has_every_node_Ready_through_the_elastic_IP_in_little_time_and_memory()
    {
        lab.Built.ShouldExitWith(0);
        output.WriteLine($"Bootstrap of six nodes: {lab.Took.TotalSeconds:0.0} s, of which it waited for nodes {Waited("WaitForBoot", "InfraQuorum", "EtcdQuorum", "ApiServersReady", "NodesReady", "AddOnsReady"):0.0} s, and for the cloud's rules {Waited("MasterRules", "WorkerRules"):0.0} s.");
        lab.Took.TotalSeconds.ShouldBeLessThan(MostSeconds);
        (await lab.NodesAsync()).Count(line => line.Contains(" Ready", StringComparison.Ordinal)).ShouldBe(6);
        output.WriteLine($"Memory of the six nodes: {lab.Memory / 1_000_000} MB, and now {lab.Cloud.Nodes.Sum(node => node.Memory()) / 1_000_000} MB.");
        lab.Memory.ShouldBeLessThan(MostMemory);
    }

    [LabFact]
    public async Task Second_bootstrap_touches_no_file_restarts_no_unit_and_changes_nothing_in_the_cloud()
    {
        var (before, calls) = (await StateAsync(), await lab.Cloud.MutationsAsync());
        (await lab.BootstrapAsync()).ShouldExitWith(0).Changes.ShouldBe(0);
        (await StateAsync()).ShouldBe(before);
        (await lab.Cloud.MutationsAsync()).ShouldBe(calls);
    }

    [LabFact]
    public async Task Stand_ins_refuse_what_the_real_programs_refuse()
    {
        const string kubelet = "/opt/bin/kubelet";
        await RefusesAsync("unknown flag: --pod-infra-container-image", kubelet, "--pod-infra-container-image=pause");
        await RefusesAsync("open /nowhere: no such file or directory", kubelet, "--config=/nowhere");
        await RefusesAsync("is not allowed to modify node \"another\"", kubelet, "--kubeconfig=/etc/kubernetes/kubelet.conf", "--hostname-override=another");
        await RefusesAsync("flag provided but not defined: -kubeconfig", "/opt/bin/flanneld", "--kubeconfig=x");
        await RefusesAsync("required flag(s) \"etcd-servers\" not set", "/opt/images/kube-apiserver", "--secure-port=1");
        await RefusesAsync("invalid configuration", "/opt/images/kube-scheduler", "--kubeconfig=/etc/kubernetes/audit-policy.yaml");
        await RefusesAsync("no kind \"KubeletConfiguration\" is registered", "/opt/images/kube-proxy", "--config=/var/lib/kubelet/config.yaml");
    }

    private async Task RefusesAsync(string why, params string[] argv)
    {
        var (code, _, error) = await lab.Node("lab-master-1").TryAsync(["timeout", "20", .. argv]);
        code.ShouldNotBe(0, why);
        error.ShouldContain(why);
    }

    [LabFact]
    public async Task API_servers_keep_their_objects_in_the_real_etcd()
    {
        var keys = await lab.EtcdctlAsync(EtcdCluster.Kubernetes, "get", "--prefix", "--keys-only", "/registry/core/nodes/");
        keys.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(key => key.Split('/')[^1]).ShouldBe(BuiltCluster.Plan.AllNodes.Select(node => node.Name), ignoreOrder: true);
    }

    [LabFact]
    public async Task Pods_reach_each_other_across_nodes()
    {
        var (one, other) = ("lab-worker-1", "lab-worker-2");
        var manifest = Path.Combine(lab.Cloud.Folder, "pods.yaml");
        await File.WriteAllTextAsync(manifest, Pod("server", one, "[socat, \"TCP-LISTEN:8000,fork,reuseaddr\", \"SYSTEM:echo $SOCAT_PEERADDR\"]") + "---\n" + Pod("client", other, "[sleep, infinity]"));
        await lab.KubectlAsync("apply", "-f", manifest);
        await lab.KubectlAsync("wait", "--for=condition=Ready", "--timeout=15s", "pod/server", "pod/client");
        var server = await lab.KubectlAsync("get", "pod", "server", "-o", "jsonpath={.status.podIP}");
        var client = await lab.KubectlAsync("get", "pod", "client", "-o", "jsonpath={.status.podIP} {.metadata.uid}");
        (await lab.Node(other).RunAsync("ip", "netns", "exec", client.Split(' ')[1], "ping", "-c", "1", "-W", "3", server)).ShouldContain("1 received");
        (await lab.Node(other).RunAsync("ip", "netns", "exec", client.Split(' ')[1], "socat", "-", $"TCP:{server}:8000,connect-timeout=3")).Trim().ShouldBe(client.Split(' ')[0]);
        await lab.KubectlAsync("delete", "-f", manifest);
    }

    [LabFact]
    public async Task Ports_answer_to_those_only_whom_the_security_groups_name()
    {
        foreach (var (node, toOperator, toOutsider) in await Task.WhenAll(BuiltCluster.Plan.AllNodes.Select(async node => (node, await OpenAsync(Switch.Address, node), await OpenAsync(Switch.Outsider, node)))))
        {
            toOperator.ShouldBe(node.Role == NodeRole.Master ? [22, 6443] : [22, 80, 443], node.Name);
            toOutsider.ShouldBe(node.Role == NodeRole.Master ? [6443] : [80, 443], node.Name);
        }

        var pairs = BuiltCluster.Plan.Workers.SelectMany(worker => BuiltCluster.Plan.Masters.Select(master => (Worker: worker.Name, Master: master.Name)));
        foreach (var (pair, open) in await Task.WhenAll(pairs.Select(async pair => (pair, await OpenFromNodeAsync(pair.Worker, lab.AddressOf(pair.Master))))))
            open.ShouldBe([2379, 6443, 10250], $"{pair}");
    }

    /// <summary>The ports of an address that a node can connect to.</summary>
    private async Task<IReadOnlyList<int>> OpenFromNodeAsync(string node, string address)
    {
        const string script = "for port in \"$@\"; do (timeout 1.5 bash -c \": < /dev/tcp/$0/$port\" 2>/dev/null && echo $port) & done; wait";
        var open = await lab.Node(node).RunAsync(["bash", "-c", script, address, .. Ports.Select(port => $"{port}")]);
        return [.. open.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse).Order()];
    }

    private static readonly int[] Ports = [22, 80, 443, 2379, 2380, 2381, 6443, 10248, 10250, 10256, 10257, 10259, 12379, 12380, 12381, 30080, 30443];

    private static string Pod(string name, string node, string command) =>
        $"apiVersion: v1\nkind: Pod\nmetadata: {{name: {name}, namespace: default}}\nspec:\n  nodeName: {node}\n  containers:\n  - name: {name}\n    image: docker.io/library/debian:12\n    command: {command}\n";

    private async Task<IReadOnlyList<int>> OpenAsync(string from, PlannedNode to)
    {
        var open = await Task.WhenAll(Ports.Select(async port => (Port: port, Answers: await AnswersAsync(from, lab.AddressOf(to.Name), port))));
        return [.. open.Where(port => port.Answers).Select(port => port.Port)];
    }

    private static async Task<bool> AnswersAsync(string from, string to, int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(1.5));
        socket.Bind(new IPEndPoint(IPAddress.Parse(from), 0));
        try
        {
            await socket.ConnectAsync(IPAddress.Parse(to), port, patience.Token);
            return true;
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>For how many seconds of the bootstrap at least one of some activities was at work.</summary>
    private double Waited(params string[] activities)
    {
        var executions = lab.Built.Lines.Where(line => activities.Any(activity => line.Is("Started", activity) || line.Is("Completed", activity))).GroupBy(line => line.GetProperty("execution").ToString());
        var (waited, until) = (TimeSpan.Zero, DateTimeOffset.MinValue);
        foreach (var (from, to) in executions.Select(one => (From: one.Min(Time), To: one.Max(Time))).OrderBy(wait => wait.From))
        {
            if (to <= until)
                continue;
            waited += to - (from > until ? from : until);
            until = to;
        }

        return waited.TotalSeconds;

        static DateTimeOffset Time(System.Text.Json.JsonElement line) => line.GetProperty("time").GetDateTimeOffset();
    }

    /// <summary>Every file that Masterplan writes with its inode and time, and every unit and pod with the run that it is in.</summary>
    private async Task<IReadOnlyList<string>> StateAsync()
    {
        var state = new List<string>();
        foreach (var node in BuiltCluster.Plan.AllNodes.Select(node => lab.Node(node.Name)))
        {
            state.Add(await node.RunAsync(
                "find", "/etc", "/opt/bin", "/opt/cni", "/opt/masterplan", "/var/lib/kubelet/config.yaml", "/var/lib/kube-proxy", "/var/lib/masterplan", "-printf", "%p %i %T@ %m\\n"));
            state.Add(await node.RunAsync("systemctl", "show", "--property=Id,InvocationID", "infra-etcd.service", "flanneld.service", "containerd.service", "kubelet.service", "ssh.service", "masterplan-*.service", "pod-*.service"));
        }

        return state;
    }
}
