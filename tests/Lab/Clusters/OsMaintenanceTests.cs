using System.Globalization;
using Masterplan.Activities.Clusters.Planning;
using Masterplan.Activities.Etcd;
using Masterplan.Lab.Linux;

namespace Masterplan.Lab.Clusters;

/// <summary>Reboots that go around six real nodes, in their windows, though the host is killed and a node loses its power on the way.</summary>
[Collection(typeof(BuiltClusterCollection))]
public sealed class OsMaintenanceTests(BuiltCluster lab, ITestOutputHelper output)
{
    private const string Record = "/var/lib/updown";

    [LabFact]
    public async Task Every_node_is_rebooted_in_the_window_of_its_role_and_never_two_are_down_by_their_own_clocks()
    {
        foreach (var node in BuiltCluster.Plan.AllNodes)
            await RecordAsync(lab.Node(node.Name));

        await OpenAsync(NodeRole.Master);
        await lab.Cloud.KillAtAsync(line => line.Says("'lab-master-2' is rebooting"), "maintenance", "lab");
        (await lab.Cloud.RunAsync("maintenance", "lab")).ShouldExitWith(0);
        (await RebootedAsync()).ShouldBe(["lab-master-1", "lab-master-2", "lab-master-3"]);

        await OpenAsync(NodeRole.Worker);
        using (var maintenance = lab.Cloud.Start("maintenance", "lab"))
        {
            await maintenance.UntilAsync(line => line.Says("'lab-worker-2' is rebooting"));
            await CutPowerAsync(lab.Node("lab-worker-2"));
            (await maintenance.EndAsync()).ShouldExitWith(0);
        }

        (await RebootedAsync()).ShouldBe(BuiltCluster.Plan.AllNodes.Select(node => node.Name));

        await OneAfterTheOtherAsync();
        (await lab.NodesAsync()).ShouldAllBe(line => !line.Contains("SchedulingDisabled", StringComparison.Ordinal));
        (await lab.EtcdctlAsync(EtcdCluster.Infra, "get", "--print-value-only", RebootSemaphore.Key)).Output.Trim().ShouldBe("""{"semaphore":1,"max":1,"holders":[]}""");
        await lab.UntilHealthyAsync();
    }

    /// <summary>Has a node write down when it goes and when it is back, and wait for a reboot.</summary>
    private static async Task RecordAsync(LinuxNode node)
    {
        const string unit = "[Service]\nType=oneshot\nRemainAfterExit=yes\nExecStart=/bin/sh -c 'echo up $(date +%%s.%%N) >> " + Record + "'\nExecStop=/bin/sh -c 'echo down $(date +%%s.%%N) >> " + Record + "'\n[Install]\nWantedBy=multi-user.target\n";
        await node.RunAsync("sh", "-c", $"mkdir -p /usr/local/lib/systemd/system && printf '%b' \"$0\" > /usr/local/lib/systemd/system/updown.service", unit.Replace("\n", "\\n", StringComparison.Ordinal));
        await node.RunAsync("systemctl", "daemon-reload");
        await node.RunAsync("systemctl", "enable", "--now", "updown.service");
        await node.RunAsync("touch", "/run/reboot-required");
    }

    /// <summary>Pulls the plug of a node that is going down, and puts it back. What the node could no longer write down is written for it: it is the same clock.</summary>
    private static async Task CutPowerAsync(LinuxNode node)
    {
        await node.CutPowerAsync();
        if ((await File.ReadAllLinesAsync(node.Root + Record))[^1].StartsWith("up", StringComparison.Ordinal))
            await File.AppendAllTextAsync(node.Root + Record, $"down {TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0:F3}\n");
        node.Start();
    }

    /// <summary>Opens the window of one role now, and that of the other half a day later.</summary>
    private async Task OpenAsync(NodeRole role)
    {
        var now = TimeProvider.System.GetUtcNow();
        var (open, closed) = (Window(now.AddMinutes(-5)), Window(now.AddHours(12)));
        var spec = Path.Combine(lab.Cloud.Folder, $"{role}.yaml");
        var windows = $"\nmaintenance: {{ masters: {(role == NodeRole.Master ? open : closed)}, workers: {(role == NodeRole.Worker ? open : closed)} }}\n";
        await File.WriteAllTextAsync(spec, await File.ReadAllTextAsync(await lab.Cloud.SpecAsync(masters: 3, workers: 3)) + windows);
        (await lab.Cloud.RunAsync("bootstrap", "lab", "--spec", spec)).ShouldExitWith(0);

        static string Window(DateTimeOffset start) => $"{{ start: \"{start.ToString("HH:mm", CultureInfo.InvariantCulture)}\", minutes: 120 }}";
    }

    private async Task<IReadOnlyList<string>> RebootedAsync()
    {
        var rebooted = new List<string>();
        foreach (var node in BuiltCluster.Plan.AllNodes)
            if ((await OutagesAsync(node.Name)).Count == 1)
                rebooted.Add(node.Name);
        return rebooted;
    }

    private async Task OneAfterTheOtherAsync()
    {
        var outages = new List<(string Node, double Down, double Up)>();
        foreach (var node in BuiltCluster.Plan.AllNodes)
            outages.AddRange((await OutagesAsync(node.Name)).Select(outage => (node.Name, outage.Down, outage.Up)));
        outages.Sort((one, other) => one.Down.CompareTo(other.Down));
        output.WriteLine(string.Join("; ", outages.Select(outage => $"{outage.Node} was down for {outage.Up - outage.Down:0.0} s")));
        outages.Zip(outages.Skip(1)).ShouldAllBe(pair => pair.First.Up < pair.Second.Down);
    }

    /// <summary>From going down to being up again, in seconds of the node's own clock.</summary>
    private async Task<IReadOnlyList<(double Down, double Up)>> OutagesAsync(string node)
    {
        var lines = (await lab.Node(node).RunAsync("cat", Record)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')).Select(words => (Word: words[0], At: double.Parse(words[1], CultureInfo.InvariantCulture))).ToList();
        return [.. lines.Zip(lines.Skip(1)).Where(pair => (pair.First.Word, pair.Second.Word) == ("down", "up")).Select(pair => (pair.First.At, pair.Second.At))];
    }
}
