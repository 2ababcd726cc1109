using System.Security.Cryptography;
using System.Text;
using Masterplan.Rehearsal.Faults;
using Masterplan.Rehearsal.Latencies;
using Masterplan.Rehearsal.Machines;
using Masterplan.Rehearsal.Nodes;

namespace Masterplan.Rehearsal.Tests.Nodes;

/// <summary>A cluster of simulated nodes as a bootstrap would set it up, straight on their disks.</summary>
public sealed class TestCluster : IAsyncDisposable
{
    public const string Key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFakeKeyOfTheTestsFakeKeyOfTheTests0000";
    private static int lastNetwork;
    private readonly string folder;
    private readonly FaultPlan faults;
    private readonly double speed;
    private readonly string serviceAccountKey;

    public TestCluster(int masters = 3, int workers = 1, double speed = 300, string[]? faultNames = null, string kubernetes = "1.36.5", int? network = null)
    {
        folder = Directory.CreateTempSubdirectory("nodes-test-").FullName;
        this.speed = speed;
        Kubernetes = kubernetes;
        faults = new FaultPlan(faultNames ?? [], 7);
        using var rsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        serviceAccountKey = rsa.ExportPkcs8PrivateKeyPem();
        var third = network ?? 1 + ((Environment.ProcessId + (Interlocked.Increment(ref lastNetwork) * 7)) % 250);
        Masters = [.. Enumerable.Range(1, masters).Select(n => Machine($"demo-master-{n}", $"127.88.{third}.{n}"))];
        Workers = [.. Enumerable.Range(1, workers).Select(n => Machine($"demo-worker-{n}", $"127.88.{third}.{100 + n}"))];
        Nodes = Open();
    }

    public string Kubernetes { get; set; }

    public TestPki KubernetesCa { get; } = new("kubernetes");

    public TestPki EtcdCa { get; } = new("kubernetes-etcd-ca");

    public TestPki InfraCa { get; } = new("infra-etcd-ca");

    public IReadOnlyList<Machine> Masters { get; }

    public IReadOnlyList<Machine> Workers { get; }

    public IEnumerable<Machine> All => Masters.Concat(Workers);

    public SimulatedNodes Nodes { get; private set; }

    public LatencyLog Latencies { get; } = new();

    public string Folder => folder;

    public string AdminConfig => KubernetesCa.Kubeconfig($"https://{Masters[0].Address}:6443", "kubernetes-admin", "system:masters");

    public SimulatedMachine Node(Machine machine) => Nodes.Find(machine.Id)!;

    /// <summary>Another process on the same folder, as after a kill.</summary>
    public async Task Restart()
    {
        foreach (var machine in All)
            await Node(machine).Abandon();
        Nodes = Open();
        await Nodes.RestoreAsync([.. All], CancellationToken.None);
    }

    public async Task BootAsync()
    {
        foreach (var machine in All)
            await Nodes.CreateAsync(machine, CancellationToken.None);
        await Until(() => All.All(m => Node(m).IsUp), "all machines are up");
    }

    public async Task StartAsync()
    {
        await BootAsync();
        foreach (var master in Masters)
            new TestLayout(this, Node(master)).Master(serviceAccountKey);
        foreach (var worker in Workers)
            new TestLayout(this, Node(worker)).Worker();
        var jobs = Masters.Select(m => Run(m, "systemctl", "start", "infra-etcd")).ToList();
        (await Task.WhenAll(jobs)).ShouldAllBe(r => r.ExitCode == 0);
        await Etcdctl(Masters[0], "put", "/coreos.com/network/config", """{"Network":"10.244.0.0/16","Backend":{"Type":"vxlan"}}""");
        foreach (var machine in All)
            (await Run(machine, "systemctl", "enable", "--now", "flanneld", "kubelet")).Error.ShouldBe(string.Empty);
    }

    public Task<Activities.Nodes.CommandResult> Etcdctl(Machine on, params string[] words) => Run(
        on, ["etcdctl", "--endpoints", "https://127.0.0.1:2379", "--cacert", "/etc/infra-etcd/pki/ca.crt", "--cert", "/etc/infra-etcd/pki/server.crt", "--key", "/etc/infra-etcd/pki/server.key", .. words]);

    public Task<Activities.Nodes.CommandResult> Run(Machine on, params string[] argv) => Node(on).Commands.RunAsync(argv, null, CancellationToken.None);

    public async Task Until(Func<bool> condition, string what, int seconds = 30)
    {
        var end = TimeProvider.System.GetTimestamp() + (seconds * TimeProvider.System.TimestampFrequency);
        while (!condition())
        {
            if (TimeProvider.System.GetTimestamp() > end)
                throw new TimeoutException($"Not in {seconds} s: {what}\n{await Describe()}");
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var machine in All)
            await Nodes.DeleteAsync(machine.Id, CancellationToken.None);
        Directory.Delete(folder, recursive: true);
    }

    private SimulatedNodes Open() => new(folder, new Pace(speed, TimeProvider.System), Latencies, faults);

    private static Machine Machine(string name, string address) => new(Guid.NewGuid(), name, address, Ignition(name), 4, 8L << 30, 50);

    public static string Ignition(string name, string version = "3.3.0") => $$$"""
        {"ignition":{"version":"{{{version}}}"},
         "passwd":{"users":[{"name":"core","sshAuthorizedKeys":["{{{Key}}} test"]}]},
         "storage":{"files":[{"path":"/etc/sysctl.d/90-kubelet.conf","mode":420,"contents":{"source":"data:,vm.overcommit_memory%3D1%0A"}},
                             {"path":"/etc/masterplan/name","mode":384,"contents":{"source":"data:text/plain;base64,{{{Convert.ToBase64String(Encoding.UTF8.GetBytes(name))}}}" } }]},
         "systemd":{"units":[{"name":"locksmithd.service","mask":true}]}}
        """;

    private async Task<string> Describe()
    {
        var text = new StringBuilder();
        foreach (var machine in All)
        {
            var node = Node(machine);
            text.AppendLine($"== {machine.Name} {node.State.Phase}");
            foreach (var unit in new[] { "infra-etcd", "flanneld", "kubelet" })
                text.AppendLine($"{unit}: {node.Units.Get(unit).ActiveState}\n{(await Run(machine, "journalctl", "-u", unit, "-n", "4")).Output}");
            foreach (var pod in node.Containers.Pods)
                text.AppendLine($"{pod.Name}: {string.Join(", ", pod.Containers.Select(c => $"{c.State} {c.Reason} {c.Restarts} {c.IsReady}"))}\n{string.Join('\n', pod.Logs.Values.SelectMany(l => l.Last(3)).Select(l => l.Text))}");
        }

        return text.ToString();
    }
}
