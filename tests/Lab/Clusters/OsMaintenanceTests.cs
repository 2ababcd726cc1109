using System.Globalization;
using System.Text.Json;
using Masterplan.Activities.Clusters.Planning;
using Masterplan.Activities.Etcd;
using Masterplan.Lab.Linux;

namespace Masterplan.Lab.Clusters;

/// <summary>Reboots that go around six real nodes by themselves, in their windows of a calendar that is ahead, though the host is killed and a node loses its power on the way.</summary>
[Collection(typeof(BuiltClusterCollection))]
public sealed class OsMaintenanceTests(BuiltCluster lab, ITestOutputHelper output)
{
    private const string Record = "/var/lib/updown";
    private readonly List<(DateTimeOffset From, TimeSpan Shift)> calendar = [];

    [LabFact]
    public async Task Every_node_is_rebooted_in_the_window_of_its_role_and_never_two_are_down_by_their_own_clocks()
    {
        foreach (var node in BuiltCluster.Plan.AllNodes)
            await RecordAsync(lab.Node(node.Name));
        var saturday = Saturday();

        // Eight minutes are left of the masters' window, and a node takes ten as long as none was measured.
        await using (Serve(saturday + new TimeSpan(4, 52, 0)))
            await LabCluster.UntilAsync("a run has looked for nodes and found none that fits", HasLookedAsync);
        (await RebootedAsync()).ShouldBeEmpty();

        var night = ServingHost.ShiftTo(saturday.AddDays(1) + new TimeSpan(3, 59, 50));
        await using (var killed = Serve(night))
        {
            await LabCluster.UntilAsync("'lab-master-2' is down", () => Task.FromResult(IsDown("lab-master-2")), seconds: 150);
            await killed.KillAsync();
        }

        await using (Serve(night))
            await UntilRebootedAsync(BuiltCluster.Plan.Masters);
        (await RebootedAsync()).ShouldBe(BuiltCluster.Plan.Masters.Select(node => node.Name));

        await using (Serve(saturday.AddDays(1) + new TimeSpan(4, 59, 40)))
        {
            await LabCluster.UntilAsync("'lab-worker-2' is down", () => Task.FromResult(IsDown("lab-worker-2")), seconds: 150);
            await CutPowerAsync(lab.Node("lab-worker-2"));
            await UntilRebootedAsync(BuiltCluster.Plan.AllNodes);
            await LabCluster.UntilAsync("the schedule's runs have ended", HaveEndedAsync);
        }

        await OneAfterTheOtherInTheirWindowsAsync();
        (await lab.NodesAsync()).ShouldAllBe(line => !line.Contains("SchedulingDisabled", StringComparison.Ordinal));
        await lab.UntilHealthyAsync();
    }

    /// <summary>The next one, at its beginning.</summary>
    private static DateTime Saturday()
    {
        var today = ServingHost.LocalTime(TimeProvider.System.GetUtcNow(), TimeSpan.Zero).Date;
        return today.AddDays(((int)DayOfWeek.Saturday - (int)today.DayOfWeek + 6) % 7 + 1);
    }

    private ServingHost Serve(DateTime from) => Serve(ServingHost.ShiftTo(from));

    private ServingHost Serve(TimeSpan shift)
    {
        calendar.Add((TimeProvider.System.GetUtcNow(), shift));
        return ServingHost.Start(lab.Cloud, shift);
    }

    /// <summary>Whether a schedule has started a run that found the cluster's window open, and has ended.</summary>
    private async Task<bool> HasLookedAsync()
    {
        var scheduled = (await lab.Cloud.RunAsync("runs")).Lines.FirstOrDefault(run => run.GetProperty("definition").GetString() == "os-maintenance" && run.GetProperty("finishedAt").ValueKind == JsonValueKind.String);
        return scheduled.ValueKind == JsonValueKind.Object
            && (await lab.Cloud.RunAsync("runs", "show", scheduled.GetProperty("id").GetString()!)).Lines.Any(line => line.GetProperty("steps").EnumerateArray().Any(step => step.GetProperty("name").GetString() == "Next node to reboot"));
    }

    private async Task<bool> HaveEndedAsync() =>
        (await lab.Cloud.RunAsync("runs")).Lines.Where(run => run.GetProperty("definition").GetString() == "os-maintenance").All(run => run.GetProperty("finishedAt").ValueKind == JsonValueKind.String);

    private bool IsDown(string node) => File.ReadAllLines(lab.Node(node).Root + Record)[^1].StartsWith("down", StringComparison.Ordinal);

    /// <summary>Waits until these have been rebooted, and the reboot lock was given back.</summary>
    private Task UntilRebootedAsync(IEnumerable<PlannedNode> nodes)
    {
        var names = nodes.Select(node => node.Name).ToList();
        return LabCluster.UntilAsync(
            $"{string.Join(", ", names)} have been rebooted, and none is held",
            async () => (await RebootedAsync()).SequenceEqual(names) && await SemaphoreAsync() == """{"semaphore":1,"max":1,"holders":[]}""" && !(await lab.NodesAsync()).Any(line => line.Contains("SchedulingDisabled", StringComparison.Ordinal)),
            async () => $"Rebooted: {string.Join(", ", await RebootedAsync())}; {await SemaphoreAsync()}; {string.Join("; ", await lab.NodesAsync())}",
            seconds: 180);
    }

    private async Task<string> SemaphoreAsync() => (await lab.EtcdctlAsync(EtcdCluster.Infra, "get", "--print-value-only", RebootSemaphore.Key)).Output.Trim();

    /// <summary>Has a node write down when it goes and when it is back, and wait for a reboot.</summary>
    private static async Task RecordAsync(LinuxNode node)
    {
        const string unit = "[Service]\nType=oneshot\nRemainAfterExit=yes\nExecStart=/bin/sh -c 'echo up $(date +%%s.%%N) >> " + Record + "'\nExecStop=/bin/sh -c 'echo down $(date +%%s.%%N) >> " + Record + "'\n[Install]\nWantedBy=multi-user.target\n";
        await node.RunAsync("sh", "-c", $"mkdir -p /usr/local/lib/systemd/system && printf '%b' \"$0\" > /usr/local/lib/systemd/system/updown.service", unit.Replace("\n", "\\n", StringComparison.Ordinal));
        await node.RunAsync("systemctl", "daemon-reload");
        await node.RunAsync("systemctl", "enable", "--now", "updown.service");
        await node.RunAsync("touch", "/run/reboot-required");
    }

    /// <summary>Pulls the plug of a node that is going down, and puts it back.</summary>
    private static async Task CutPowerAsync(LinuxNode node)
    {
        await node.CutPowerAsync();
        node.Start();
    }

    private async Task<IReadOnlyList<string>> RebootedAsync()
    {
        var rebooted = new List<string>();
        foreach (var node in BuiltCluster.Plan.AllNodes)
            if ((await OutagesAsync(node.Name)).Count == 1)
                rebooted.Add(node.Name);
        return rebooted;
    }

    private async Task OneAfterTheOtherInTheirWindowsAsync()
    {
        var outages = new List<(string Node, DateTimeOffset Down, DateTimeOffset Up)>();
        foreach (var node in BuiltCluster.Plan.AllNodes)
            outages.AddRange((await OutagesAsync(node.Name)).Select(outage => (node.Name, outage.Down, outage.Up)));
        outages.Sort((one, other) => one.Down.CompareTo(other.Down));
        foreach (var (node, down, up) in outages)
            output.WriteLine($"{node} was down for {(up - down).TotalSeconds:0.0} s, from {LocalTime(down):ddd HH:mm:ss}");
        outages.Zip(outages.Skip(1)).ShouldAllBe(pair => pair.First.Up < pair.Second.Down);
        foreach (var (node, down, up) in outages)
        {
            var opens = node.Contains("master", StringComparison.Ordinal) ? 4 : 5;
            new[] { LocalTime(down), LocalTime(up) }.ShouldAllBe(time => time.DayOfWeek == DayOfWeek.Sunday && time.Hour == opens, node);
        }
    }

    /// <summary>What the host's calendar said at an instant.</summary>
    private DateTime LocalTime(DateTimeOffset real) => ServingHost.LocalTime(real, calendar.Last(part => part.From <= real).Shift);

    /// <summary>From going down to being up again, by the node's own clock. Read from outside: a node that is down answers nothing.</summary>
    private async Task<IReadOnlyList<(DateTimeOffset Down, DateTimeOffset Up)>> OutagesAsync(string node)
    {
        var lines = (await File.ReadAllLinesAsync(lab.Node(node).Root + Record)).Select(line => line.Split(' ')).Where(words => words.Length == 2)
            .Select(words => (Word: words[0], At: DateTimeOffset.UnixEpoch.AddSeconds(double.Parse(words[1], CultureInfo.InvariantCulture)))).ToList();
        return [.. lines.Zip(lines.Skip(1)).Where(pair => (pair.First.Word, pair.Second.Word) == ("down", "up")).Select(pair => (pair.First.At, pair.Second.At))];
    }
}
