using System.Diagnostics;
using Masterplan.Activities.Clusters.Planning;
using Masterplan.Activities.Clusters.Spec;
using Masterplan.Activities.Etcd;
using Masterplan.Lab.Linux;

namespace Masterplan.Lab.Clusters;

/// <summary>A cluster of three masters and three workers, built once by the unchanged workflows; each test leaves it healthy.</summary>
public sealed class BuiltCluster : IAsyncLifetime
{
    private const string Squatter = "squatter.service";
    private LabCloud? cloud;
    private LabDoors? doors;
    private string spec = "";

    public static ClusterPlan Plan { get; } = new(ClusterSpecReader.Read($"artifacts: {{ mirror: \"{Mirror.Address}\" }}", "lab"));

    public LabCloud Cloud => cloud!;

    /// <summary>How the bootstrap ended.</summary>
    public EndedProgram Built { get; private set; } = new(0, [], "");

    /// <summary>How long it took.</summary>
    public TimeSpan Took { get; private set; }

    /// <summary>What its nodes used when it was built, in bytes; what tests do with them later adds to it.</summary>
    public long Memory { get; private set; }

    public async ValueTask InitializeAsync()
    {
        if (!LabHost.CanRun)
            return;
        cloud = await LabCloud.StartAsync(Plan);
        doors = await LabDoors.CreateAsync(cloud.Folder);
        cloud.AuthorizedKey = doors.Key.PublicKey;
        spec = await cloud.SpecAsync(masters: 3, workers: 3);
        var started = Stopwatch.GetTimestamp();
        Built = await BootstrapAsync();
        Took = Stopwatch.GetElapsedTime(started);
        Memory = cloud.Nodes.Sum(node => node.Memory());
        Kubeconfig = (await Tool.OutputAsync(LabCloud.Program, cloud.Environment, "kubeconfig", "lab", "--path")).Trim();
    }

    public async ValueTask DisposeAsync()
    {
        if (doors is not null)
            await doors.DisposeAsync();
        if (cloud is not null)
            await cloud.DisposeAsync();
    }

    public Task<EndedProgram> BootstrapAsync() => Cloud.RunAsync("bootstrap", "lab", "--spec", spec);

    /// <summary>The same, to be watched.</summary>
    internal RunningProgram Start() => Cloud.Start("bootstrap", "lab", "--spec", spec);

    /// <summary>kubectl through the elastic IP.</summary>
    public Task<string> KubectlAsync(params string[] arguments) => Tool.RunAsync("kubectl", [$"--kubeconfig={Kubeconfig}", "--request-timeout=20s", .. arguments]);

    /// <summary>The administrators' kubeconfig as a file.</summary>
    public string Kubeconfig { get; private set; } = "";

    /// <summary>The address that the kubeconfig names.</summary>
    public string ElasticIp => new Uri(File.ReadAllLines(Kubeconfig).First(line => line.Contains("server:", StringComparison.Ordinal)).Split("server:")[1].Trim()).Host;

    internal LinuxNode Node(string name) => Cloud.Node(name);

    private LinuxNode FirstMaster => Plan.Masters.Select(node => Node(node.Name)).First(node => node.IsOn);

    public string AddressOf(string node) => Node(node).Machine.Address;

    /// <summary>Has the tests take the machine that a node is now for the node.</summary>
    public Task MeetAnewAsync(string node) => doors!.ForgetAsync(Plan.Name, node);

    /// <summary>Masterplan's verdict on an etcd cluster, asked of the first master that is on.</summary>
    public async Task<EtcdHealth> HealthAsync(EtcdCluster cluster)
    {
        var masters = Plan.Masters.Select(node => KeyValuePair.Create(node.Name, AddressOf(node.Name))).ToList();
        await using var node = await doors!.OpenAsync(doors.Target(Plan.Name, FirstMaster.Machine.Name, FirstMaster.Machine.Address));
        return EtcdVerdict.Judge(await new EtcdCtl(node, cluster, masters).ObserveAsync(TestContext.Current.CancellationToken), masters.Count);
    }

    /// <summary>Has another process take a port of a node as soon as its owner lets go of it, and keep it for a time, or until it is freed.</summary>
    public Task HoldPortAsync(string node, int port, int seconds) => Node(node).RunAsync(
        "systemd-run", "--quiet", "--collect", $"--unit={Squatter}", "sh", "-c",
        $"while :; do timeout {seconds} socat TCP-LISTEN:{port},bind={AddressOf(node)},reuseaddr,fork EXEC:/bin/cat 2>/dev/null; [ $? = 124 ] && exit; sleep 0.02; done");

    public Task FreePortAsync(string node) => Node(node).TryAsync("systemctl", "stop", Squatter);

    /// <summary>Waits until every node is Ready and both etcd clusters have all their members.</summary>
    public async Task UntilHealthyAsync() => await LabCluster.UntilAsync(
        "every node is Ready and every etcd member healthy",
        async () => (await NodesAsync()).Where(line => line.Contains(" Ready", StringComparison.Ordinal)).Count() == Plan.AllNodes.Count() && await EtcdIsHealthyAsync(EtcdCluster.Infra) && await EtcdIsHealthyAsync(EtcdCluster.Kubernetes),
        async () => string.Join('\n', await NodesAsync()),
        seconds: 150);

    /// <summary>A line for each node that kubectl lists.</summary>
    public async Task<IReadOnlyList<string>> NodesAsync() =>
        (await Tool.TryAsync("kubectl", $"--kubeconfig={Kubeconfig}", "--request-timeout=5s", "get", "nodes", "--no-headers")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>etcdctl on the first master that is on, with the certificate of the cluster's own clients.</summary>
    public Task<(int Code, string Output, string Error)> EtcdctlAsync(EtcdCluster cluster, params string[] command)
    {
        var endpoints = string.Join(',', Plan.Masters.Select(node => $"https://{AddressOf(node.Name)}:{cluster.ClientPort}"));
        return FirstMaster.TryAsync(
            ["/opt/bin/etcdctl", $"--endpoints={endpoints}", $"--cacert={cluster.Pki}/ca.crt", "--command-timeout=3s", $"--cert={cluster.Pki}/healthcheck-client.crt", $"--key={cluster.Pki}/healthcheck-client.key", .. command]);
    }

    private async Task<bool> EtcdIsHealthyAsync(EtcdCluster cluster) => (await EtcdctlAsync(cluster, "endpoint", "health")).Code == 0;
}
