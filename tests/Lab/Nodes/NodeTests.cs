using System.Text;
using System.Text.RegularExpressions;
using Masterplan.Activities.Nodes;

namespace Masterplan.Lab.Nodes;

/// <summary>The door to a node, on real ones: OpenSSH, sudo, systemd, Ignition.</summary>
public sealed partial class NodeTests(LabCluster lab) : IClassFixture<LabCluster>
{
    private const string Name = "lab-master-1";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [LabFact]
    public async Task First_boot_makes_of_the_user_data_what_it_says()
    {
        (await lab.RunAsync(Name, "hostname")).Output.Trim().ShouldBe(Name);
        (await lab.RunAsync(Name, "systemctl", "is-enabled", "locksmithd.service")).Output.Trim().ShouldBe("masked");
        (await lab.RunAsync(Name, "cat", "/proc/sys/net/ipv4/ip_forward")).Output.Trim().ShouldBe("1");
        (await lab.RunAsync(Name, "stat", "-c", "%a", "/opt/bin/kubelet")).Output.Trim().ShouldBe("755");
        await LabCluster.UntilAsync("the binaries are unpacked", async () => (await lab.RunAsync(Name, "systemctl", "is-active", "masterplan-unpack.service")).Output.Trim() == "active");
        (await lab.RunAsync(Name, "/opt/bin/etcdctl", "version")).Output.ShouldContain("etcdctl version");
        (await lab.RunAsync(Name, "/opt/cni/bin/loopback", "--version")).Succeeded.ShouldBeTrue();
    }

    [LabFact]
    public async Task Metadata_address_tells_a_node_of_itself_and_of_no_other()
    {
        var machine = lab.Node(Name).Machine;
        foreach (var (what, expected) in new[] { ("user-data", machine.UserData), ("meta-data/instance-id", $"{machine.Id}"), ("meta-data/local-hostname", Name), ("meta-data/public-ipv4", machine.Address) })
            (await lab.RunAsync(Name, "curl", "--silent", "--fail", $"http://169.254.169.254/1.0/{what}")).Output.ShouldBe(expected);
        (await Linux.Tool.TryAsync("curl", "--silent", "--fail", "http://169.254.169.254/1.0/user-data")).Code.ShouldNotBe(0);
    }

    [LabFact]
    public async Task Download_of_another_content_stops_the_boot()
    {
        var failure = await lab.LaunchAsync("lab-worker-3", userData => Sha512().Replace(userData, $"sha512-{new string('0', 128)}", 1));
        failure.ShouldNotBeNull();
        failure.ShouldContain("hash verification failed");
    }

    [LabFact]
    public async Task Program_gets_its_arguments_as_they_are_and_a_failure_is_a_result()
    {
        await using var node = await lab.OpenAsync(Name);
        (await node.RunAsync(new("printf", "%s|", "a b", "$HOME", "it's", "*"), Token)).Output.ShouldBe("a b|$HOME|it's|*|");
        (await node.RunAsync(new NodeCommand(["cat"], "from standard input"), Token)).Output.ShouldBe("from standard input");
        var failed = await node.RunAsync(new("ls", "/nowhere"), Token);
        failed.ExitCode.ShouldBe(2);
        failed.Error.ShouldContain("No such file or directory");
        (await node.RunAsync(new("id", "-u"), Token)).Output.Trim().ShouldBe("0");
    }

    [LabFact]
    public async Task Upload_sets_content_mode_and_owner_and_leaves_nothing_else_behind()
    {
        await using var node = await lab.OpenAsync(Name);
        var large = new byte[300_000];
        new Random(7).NextBytes(large);
        NodeFile[] files =
        [
            new("/etc/lab upload/it's.conf", Encoding.UTF8.GetBytes("one\ntwo\n")),
            new("/etc/lab-secret/key", Encoding.UTF8.GetBytes("secret"), "0600"),
            new("/var/lib/lab/large", large, "0640", "core:core"),
            new("/var/lib/lab/empty", ReadOnlyMemory<byte>.Empty),
        ];
        await node.UploadAsync(files, Token);
        var facts = await node.InspectAsync([.. files.Select(file => file.Path), "/etc/lab upload/absent"], Token);
        facts.ShouldBe(files.ToDictionary(file => file.Path, file => file.Fact), ignoreOrder: true);
        (await node.RunAsync(new("stat", "-c", "%a", "/etc/lab-secret"), Token)).Output.Trim().ShouldBe("700");
        (await node.RunAsync(new("find", "/etc/lab upload", "/etc/lab-secret", "/var/lib/lab", "-name", ".*"), Token)).Output.ShouldBeEmpty();
        await node.DeleteAsync(["/etc/lab upload/it's.conf", "/etc/lab upload/absent"], Token);
        (await node.InspectAsync([files[0].Path], Token)).ShouldBeEmpty();
    }

    [LabFact]
    public async Task Parts_of_a_large_file_are_written_and_read_where_they_belong()
    {
        const string path = "/var/lib/lab parts/it's.db";
        const int length = 1 << 20;
        await using var node = await lab.OpenAsync(Name);
        var large = new byte[(2 * length) + 7];
        new Random(11).NextBytes(large);
        (await node.RunAsync(new("mkdir", "-p", Path.GetDirectoryName(path)!), Token)).Succeeded.ShouldBeTrue();
        foreach (var from in new[] { 2 * length, 0, length })
            await node.WriteAsync(path, from, large.AsMemory(from, Math.Min(length, large.Length - from)), Token);
        (await node.InspectAsync([path], Token)).ShouldHaveSingleItem().Value.ShouldBe(new NodeFile(path, large, "0600").Fact);
        (await node.ReadAsync(path, length - 5, length, Token)).ShouldBe(large[(length - 5)..((2 * length) - 5)]);
        (await node.ReadAsync(path, 2 * length, length, Token)).ShouldBe(large[(2 * length)..]);
        (await node.ReadAsync(path, large.Length, length, Token)).ShouldBeEmpty();
        (await Should.ThrowAsync<NodeException>(() => node.ReadAsync("/not/there", 0, 1, Token))).IsTransient.ShouldBeTrue();
    }

    [LabFact]
    public async Task Fetch_checks_what_it_downloads_and_leaves_alone_what_is_there()
    {
        var url = Activities.Nodes.Artifacts.NodeArtifacts.EtcdUrl(lab.Plan.Spec);
        var address = Activities.Nodes.Artifacts.NodeArtifacts.Download(lab.Plan.Spec, url);
        await using var node = await lab.OpenAsync(Name);
        var right = (await node.RunAsync(new("sha512sum", Activities.Nodes.Artifacts.NodeArtifacts.Path(url)), Token)).Output.Split(' ')[0];
        (await node.FetchAsync(new(address, right, "/var/lib/lab/etcd.tar.gz"), Token)).ShouldBeTrue();
        var inode = (await node.RunAsync(new("stat", "-c", "%i", "/var/lib/lab/etcd.tar.gz"), Token)).Output;
        (await node.FetchAsync(new(address, right, "/var/lib/lab/etcd.tar.gz"), Token)).ShouldBeFalse();
        (await node.RunAsync(new("stat", "-c", "%i", "/var/lib/lab/etcd.tar.gz"), Token)).Output.ShouldBe(inode);
        var refused = await Should.ThrowAsync<NodeException>(() => node.FetchAsync(new(address, new string('0', 128), "/var/lib/lab/wrong"), Token));
        refused.Message.ShouldContain("does not have the pinned SHA-512");
        (await node.InspectAsync(["/var/lib/lab/wrong"], Token)).ShouldBeEmpty();
    }

    [LabFact]
    public async Task Connection_that_broke_is_made_again()
    {
        await using (var node = await lab.OpenAsync(Name))
        {
            var cut = await Should.ThrowAsync<NodeException>(() => node.RunAsync(new("sh", "-c", "systemctl restart ssh; pkill -9 -u core sshd; sleep 60"), Token));
            cut.IsTransient.ShouldBeTrue();
        }

        (await lab.RunAsync(Name, "true")).Succeeded.ShouldBeTrue();
    }

    [LabFact]
    public async Task Node_whose_network_is_cut_is_given_up_within_half_a_minute_and_found_again()
    {
        const string name = "lab-worker-1";
        (await lab.LaunchAsync(name)).ShouldBeNull();
        await using var node = await lab.OpenAsync(name);
        var started = TimeProvider.System.GetTimestamp();
        var command = node.RunAsync(new NodeCommand("sleep", "300") { Limit = TimeSpan.FromMinutes(2) }, Token);
        await LabCluster.UntilAsync("the command runs", async () => (await lab.Node(name).TryAsync("pgrep", "-x", "sleep")).Code == 0);
        await lab.Node(name).PlugAsync(isIn: false);
        var silent = await Should.ThrowAsync<NodeException>(() => command);
        silent.Message.ShouldBe($"Node '{name}' at {lab.Target(name).Address} fell silent during 'sleep 300': it has not answered for 30 s. See whether it has power and network.");
        silent.IsTransient.ShouldBeTrue();
        TimeProvider.System.GetElapsedTime(started).TotalSeconds.ShouldBeInRange(28, 40);
        await lab.Node(name).PlugAsync(isIn: true);
        (await node.RunAsync(new("hostname"), Token)).Output.Trim().ShouldBe(name);
    }

    [LabFact]
    public async Task Command_that_hangs_is_given_up_after_its_limit_and_ended_on_the_node()
    {
        await using var node = await lab.OpenAsync(Name);
        var late = await Should.ThrowAsync<NodeException>(() => node.RunAsync(new NodeCommand("sleep", "61") { Limit = TimeSpan.FromSeconds(1) }, Token));
        late.Message.ShouldStartWith($"'sleep 61' on node '{Name}' did not end within 1 s");
        (await lab.Node(Name).TryAsync("pgrep", "-f", "^sleep 61$")).Code.ShouldBe(0);
        await LabCluster.UntilAsync("the node has ended it", async () => (await lab.Node(Name).TryAsync("pgrep", "-f", "^sleep 61$")).Code != 0, seconds: 20);
    }

    [LabFact]
    public async Task Upload_that_is_cut_off_leaves_the_old_file_whole_and_can_be_repeated()
    {
        const string path = "/var/lib/lab/cut";
        var large = new byte[40_000_000];
        new Random(11).NextBytes(large);
        await using (var node = await lab.OpenAsync(Name))
        {
            await node.UploadAsync([new(path, Encoding.UTF8.GetBytes("old"))], Token);
            var upload = node.UploadAsync([new(path, large)], Token);
            await LabCluster.UntilAsync("the upload has begun", async () => (await lab.Node(Name).TryAsync("pgrep", "-f", "^sh -s$")).Code == 0);
            await lab.Node(Name).TryAsync("pkill", "-9", "-u", "core", "sshd");
            (await Should.ThrowAsync<NodeException>(() => upload)).IsTransient.ShouldBeTrue();
            (await lab.Node(Name).RunAsync("cat", path)).ShouldBe("old");
        }

        await using var again = await lab.OpenAsync(Name);
        await again.UploadAsync([new(path, large)], Token);
        (await again.InspectAsync([path], Token))[path].ShouldBe(new NodeFile(path, large).Fact);
    }

    [LabFact]
    public async Task Many_at_once_share_one_connection_to_each_node()
    {
        var masters = lab.Plan.Masters.Select(node => node.Name).ToList();
        await Task.WhenAll(Enumerable.Range(0, 12).Select(turn => lab.RunAsync(masters[turn % masters.Count], "true")));
        foreach (var master in masters)
        {
            var connections = await lab.Node(master).RunAsync("ss", "-Htn", "state", "established", "( sport = :22 )");
            connections.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(1, $"{master}: {connections}");
        }
    }

    [LabFact]
    public async Task Node_comes_back_after_a_reboot_and_after_a_power_cut_with_another_boot_and_the_same_disk()
    {
        const string name = "lab-master-2";
        await using (var node = await lab.OpenAsync(name))
            await node.UploadAsync([new("/var/lib/lab/kept", Encoding.UTF8.GetBytes("kept"))], Token);
        var boots = new List<string> { await BootAsync(name) };
        await lab.RunAsync(name, "systemctl", "reboot");
        await LabCluster.UntilAsync("another boot after the reboot", async () => await BootAsync(name) is not "" and var boot && boot != boots[0]);
        boots.Add(await BootAsync(name));
        await lab.Node(name).CutPowerAsync();
        lab.Node(name).Start();
        await LabCluster.UntilAsync("another boot after the power cut", async () => await BootAsync(name) is not "" and var boot && !boots.Contains(boot));
        (await lab.RunAsync(name, "cat", "/var/lib/lab/kept")).Output.ShouldBe("kept");
    }

    [LabFact]
    public async Task Node_that_shows_another_host_key_is_refused()
    {
        const string name = "lab-master-3";
        (await lab.RunAsync(name, "true")).Succeeded.ShouldBeTrue();
        await lab.RunAsync(name, "sh", "-c", "rm /etc/ssh/ssh_host_ed25519_key*; ssh-keygen -q -t ed25519 -N '' -f /etc/ssh/ssh_host_ed25519_key; systemctl restart ssh");
        using var doors = new Activities.Nodes.Ssh.SshDoors(lab.HostKeys, TimeProvider.System);
        var refused = await Should.ThrowAsync<NodeException>(() => doors.OpenAsync(lab.Target(name), Token));
        refused.IsTransient.ShouldBeFalse();
        refused.Message.ShouldContain("shows another host key than at first contact");
    }

    [GeneratedRegex("sha512-[0-9a-f]{128}")]
    private static partial Regex Sha512();

    private async Task<string> BootAsync(string name)
    {
        try
        {
            return (await lab.RunAsync(name, "cat", "/proc/sys/kernel/random/boot_id")).Output + (await lab.RunAsync(name, "stat", "-c", "%Y", "/proc/1")).Output;
        }
        catch (NodeException)
        {
            return "";
        }
    }
}
