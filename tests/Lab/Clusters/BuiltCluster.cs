using System.Diagnostics;
using Masterplan.Activities.Clusters.Planning;
using Masterplan.Activities.Clusters.Spec;
using Masterplan.Lab.Linux;

namespace Masterplan.Lab.Clusters;

/// <summary>A cluster of three masters and three workers, built once by the unchanged workflows; each test leaves it healthy.</summary>
public sealed class BuiltCluster : IAsyncLifetime
{
    /// <summary>The version that the cluster is upgraded to.</summary>
    public const string NextVersion = "v1.37.1";

    private LabCloud? cloud;
    private string spec = "";

    public static ClusterPlan Plan { get; } = new(ClusterSpecReader.Read($"artifacts: {{ mirror: \"{Mirror.Address}\" }}", "lab"));

    public LabCloud Cloud => cloud!;

    /// <summary>How the bootstrap ended.</summary>
    public EndedProgram Built { get; private set; } = new(0, [], "");

    /// <summary>How long it took.</summary>
    public TimeSpan Took { get; private set; }

    public async ValueTask InitializeAsync()
    {
        if (!LabHost.CanRun)
            return;
        cloud = await LabCloud.StartAsync(Plan, KubernetesVersion.Parse(NextVersion));
        spec = await cloud.SpecAsync(masters: 3, workers: 3);
        var started = Stopwatch.GetTimestamp();
        Built = await BootstrapAsync();
        Took = Stopwatch.GetElapsedTime(started);
        Kubeconfig = (await Tool.OutputAsync(LabCloud.Program, cloud.Environment, "kubeconfig", "lab", "--path")).Trim();
    }

    public async ValueTask DisposeAsync()
    {
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

    internal LinuxNode Node(string name) => Cloud.Node(name);

    public string AddressOf(string node) => Node(node).Machine.Address;

    /// <summary>Waits until every node is Ready and both etcd clusters have all their members.</summary>
    public async Task UntilHealthyAsync() => await LabCluster.UntilAsync(
        "every node is Ready and every etcd member healthy",
        async () => (await NodesAsync()).Where(line => line.Contains(" Ready", StringComparison.Ordinal)).Count() == Plan.AllNodes.Count() && await EtcdIsHealthyAsync("/etc/infra-etcd/pki", 2379) && await EtcdIsHealthyAsync("/etc/kubernetes/pki/etcd", 12379),
        async () => string.Join('\n', await NodesAsync()),
        seconds: 150);

    /// <summary>A line for each node that kubectl lists.</summary>
    public async Task<IReadOnlyList<string>> NodesAsync() =>
        (await Tool.TryAsync("kubectl", $"--kubeconfig={Kubeconfig}", "--request-timeout=5s", "get", "nodes", "--no-headers")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>etcdctl on the first master, with a client certificate where one is named.</summary>
    public async Task<(int Code, string Output, string Error)> EtcdctlAsync(string pki, int port, string? certificate, params string[] command)
    {
        var endpoints = string.Join(',', Plan.Masters.Select(node => $"https://{AddressOf(node.Name)}:{port}"));
        string[] client = certificate is null ? [] : [$"--cert={certificate}.crt", $"--key={certificate}.key"];
        return await Node(Plan.Masters[0].Name).TryAsync(["/opt/bin/etcdctl", $"--endpoints={endpoints}", $"--cacert={pki}/ca.crt", "--command-timeout=3s", .. client, .. command]);
    }

    private async Task<bool> EtcdIsHealthyAsync(string pki, int port) => (await EtcdctlAsync(pki, port, $"{pki}/healthcheck-client", "endpoint", "health")).Code == 0;
}
