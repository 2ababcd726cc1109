using System.Security.Cryptography;
using System.Text;
using Masterplan.Activities.Nodes;
using Masterplan.Rehearsal.Nodes.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Masterplan.Rehearsal.Tests.Nodes;

public sealed class DoorTests : IAsyncLifetime
{
    private readonly TestCluster cluster = new(masters: 1, workers: 0);
    private readonly Dictionary<string, string> pins = [];
    private WebApplication app = null!;
    private HttpClient http = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddRouting();
        builder.Logging.ClearProviders();
        app = builder.Build();
        cluster.Nodes.MapRoutes(app);
        await app.StartAsync();
        http = new HttpClient { BaseAddress = new Uri(app.Urls.First() + "/") };
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await app.DisposeAsync();
        await cluster.DisposeAsync();
    }

    [Fact]
    public async Task Machine_that_boots_refuses_connections_for_now()
    {
        var fault = await Should.ThrowAsync<NodeException>(() => Node().RunAsync(new NodeCommand("true"), Stop));
        fault.IsTransient.ShouldBeTrue();
    }

    [Fact]
    public async Task Key_that_is_not_authorized_is_refused_for_good()
    {
        await cluster.BootAsync();
        var fault = await Should.ThrowAsync<NodeException>(() => Node("ssh-ed25519 AAAAother").RunAsync(new NodeCommand("true"), Stop));
        fault.IsTransient.ShouldBeFalse();
        fault.Message.ShouldContain("permission denied (publickey)");
    }

    [Fact]
    public async Task Changed_host_key_is_refused()
    {
        await cluster.BootAsync();
        pins[cluster.Masters[0].Address] = "ssh-ed25519 of another machine";
        var fault = await Should.ThrowAsync<NodeException>(() => Node().RunAsync(new NodeCommand("true"), Stop));
        fault.IsTransient.ShouldBeFalse();
    }

    [Fact]
    public async Task Files_are_written_whole_inspected_and_deleted()
    {
        await cluster.BootAsync();
        var node = Node();
        var file = new NodeFile("/etc/kubernetes/pki/a.key", Encoding.UTF8.GetBytes("secret"), "0600");
        await node.UploadAsync([file], Stop);
        (await node.InspectAsync(["/etc/kubernetes/pki/a.key", "/not/there"], Stop)).ShouldBe(new Dictionary<string, FileFact> { ["/etc/kubernetes/pki/a.key"] = file.Fact });
        (await node.RunAsync(new NodeCommand("ls", "-1", "/etc/kubernetes/pki"), Stop)).Output.ShouldBe("a.key\n");
        await node.DeleteAsync(["/etc/kubernetes/pki/a.key", "/not/there"], Stop);
        (await node.InspectAsync(["/etc/kubernetes/pki/a.key"], Stop)).ShouldBeEmpty();
        (await node.RunAsync(new NodeCommand("nonsense"), Stop)).ExitCode.ShouldBe(127);
    }

    [Fact]
    public async Task Parts_of_a_file_are_written_and_read_where_they_belong()
    {
        await cluster.BootAsync();
        var node = Node();
        await node.WriteAsync("/var/lib/large", 0, "one "u8.ToArray(), Stop);
        await node.WriteAsync("/var/lib/large", 8, "three"u8.ToArray(), Stop);
        await node.WriteAsync("/var/lib/large", 4, "two "u8.ToArray(), Stop);
        (await node.InspectAsync(["/var/lib/large"], Stop)).ShouldHaveSingleItem().Value.ShouldBe(new NodeFile("/var/lib/large", "one two three"u8.ToArray(), "0600").Fact);
        Encoding.UTF8.GetString(await node.ReadAsync("/var/lib/large", 4, 4, Stop)).ShouldBe("two ");
        Encoding.UTF8.GetString(await node.ReadAsync("/var/lib/large", 8, 100, Stop)).ShouldBe("three");
        (await node.ReadAsync("/var/lib/large", 13, 100, Stop)).ShouldBeEmpty();
        (await Should.ThrowAsync<NodeException>(() => node.ReadAsync("/not/there", 0, 1, Stop))).Message.ShouldContain("No such file or directory");
    }

    [Fact]
    public async Task A_folder_is_moved_with_all_that_is_in_it_and_what_is_known_of_it()
    {
        await cluster.BootAsync();
        var node = Node();
        var file = new NodeFile("/var/lib/etcd/member/snap/db", "data"u8.ToArray(), "0600");
        await node.UploadAsync([file], Stop);
        (await node.RunAsync(new NodeCommand("mv", "-T", "/var/lib/etcd", "/var/lib/etcd.before"), Stop)).ExitCode.ShouldBe(0);
        (await node.InspectAsync([file.Path, "/var/lib/etcd.before/member/snap/db"], Stop)).ShouldBe(new Dictionary<string, FileFact> { ["/var/lib/etcd.before/member/snap/db"] = file.Fact });
        (await node.RunAsync(new NodeCommand("test", "-e", "/var/lib/etcd"), Stop)).ExitCode.ShouldBe(1);
    }

    [Fact]
    public async Task Artifact_with_the_same_hash_is_left_alone()
    {
        await cluster.BootAsync();
        var node = Node();
        var hash = Convert.ToHexStringLower(SHA512.HashData("kubelet"u8));
        var artifact = new NodeArtifact("https://dl.k8s.io/v1.36.5/bin/linux/amd64/kubelet", hash, "/opt/bin/kubelet");
        (await node.FetchAsync(artifact, Stop)).ShouldBeTrue();
        (await node.FetchAsync(artifact, Stop)).ShouldBeFalse();
        (await node.RunAsync(new NodeCommand("/opt/bin/kubelet", "--version"), Stop)).Output.ShouldBe("Kubernetes v1.36.5\n");
        (await node.RunAsync(new NodeCommand("sha512sum", "/opt/bin/kubelet"), Stop)).Output.ShouldStartWith(hash);
    }

    [Fact]
    public async Task Ignition_of_another_version_leaves_the_node_in_the_emergency_shell()
    {
        var machine = cluster.Masters[0] with { Id = Guid.NewGuid(), Address = "127.88.251.9", UserData = TestCluster.Ignition("x", "3.9.0") };
        await cluster.Nodes.CreateAsync(machine, CancellationToken.None);
        await cluster.Until(() => cluster.Node(machine).State.Phase == Masterplan.Rehearsal.Nodes.MachineState.Phases.Failed, "the machine gave up");
        cluster.Node(machine).Console.Last(5).ShouldContain(l => l.Text.Contains("unsupported config version: 3.9.0", StringComparison.Ordinal));
        await cluster.Nodes.DeleteAsync(machine.Id, CancellationToken.None);
    }

    [Fact]
    public async Task Reboot_gives_a_new_boot_id_and_an_empty_run_folder()
    {
        await cluster.BootAsync();
        var node = Node();
        var before = (await node.RunAsync(new NodeCommand("cat", "/proc/sys/kernel/random/boot_id"), Stop)).Output;
        await node.RunAsync(new NodeCommand("touch", "/run/mark"), Stop);
        await node.RunAsync(new NodeCommand("systemctl", "reboot"), Stop);
        await cluster.Until(() => cluster.Node(cluster.Masters[0]) is { IsUp: true } up && up.State.BootId + "\n" != before, "the machine is up again");
        (await node.RunAsync(new NodeCommand("test", "-e", "/run/mark"), Stop)).ExitCode.ShouldBe(1);
        (await node.RunAsync(new NodeCommand("systemctl", "is-enabled", "locksmithd.service"), Stop)).Output.ShouldBe("masked\n");
    }

    private RehearsalNode Node(string key = TestCluster.Key) => new(http, cluster.Masters[0].Name, cluster.Masters[0].Address, key, (address, presented, _) =>
    {
        pins.TryAdd(address, presented);
        return Task.FromResult(pins[address]);
    });
}
