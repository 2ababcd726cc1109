using System.Globalization;
using Masterplan.Activities.Etcd;
using Masterplan.Activities.Nodes;
using Masterplan.Rehearsals.Harness;

namespace Masterplan.Rehearsals;

/// <summary>Reboots go around a cluster one node at a time, inside the windows, through kills.</summary>
public sealed class OsMaintenanceTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_node_that_waits_is_rebooted_once_and_one_at_a_time_though_the_host_is_killed()
    {
        await using var stage = new Stage();
        await stage.BootstrapAsync(masters: 3, workers: 2);
        var before = await BootsAsync(stage);
        await UpdateAsync(stage);
        var interruptions = new Interruptions(stage);
        var ended = (await interruptions.AtCheckpointsAsync(["maintenance", "demo", "--now"], kill => 5 + (kill * 3))).ShouldSucceed();
        interruptions.Kills.ShouldBeGreaterThan(2);
        var after = await BootsAsync(stage);
        after.Keys.ShouldAllBe(node => after[node].Id != before[node].Id);
        await ShouldBeOneAtATimeAsync(stage, ended.Run, nodes: 5);
        await stage.ShouldHaveRunEachStepOnceAsync(ended.Run, interruptions.Told);
        await stage.ShouldBeAsPlannedAsync();
        (await SemaphoreAsync(stage)).ShouldBe("""{"semaphore":1,"max":1,"holders":[]}""");
        (await stage.RunAsync("maintenance", "demo", "--now")).ShouldSucceed().Summary["changes"].ShouldBe("0");
    }

    [Fact]
    public async Task Nodes_whose_window_is_closed_wait_and_outside_of_all_windows_nothing_starts()
    {
        await using var stage = new Stage();
        var now = TimeProvider.System.GetUtcNow();
        var windows = $"maintenance: {{ masters: {{ start: '{Time(now.AddHours(12))}' }}, workers: {{ start: '{Time(now.AddHours(-1))}', minutes: 180 }} }}";
        (await stage.RunAsync("bootstrap", "demo", "--spec", stage.Spec(1, 2, $"addOns: {{ coreDns: false, metricsServer: false, ingress: none }}\n{windows}"), "--speed", Stage.Speed)).ShouldSucceed();
        var before = await BootsAsync(stage);
        await UpdateAsync(stage);
        var ended = (await stage.RunAsync("maintenance", "demo")).ShouldSucceed();
        var after = await BootsAsync(stage);
        after.Where(node => node.Value.Id != before[node.Key].Id).Select(node => node.Key).Order(StringComparer.Ordinal).ShouldBe(["demo-worker-1", "demo-worker-2"]);
        await ShouldBeOneAtATimeAsync(stage, ended.Run, nodes: 2);

        var closed = $"maintenance: {{ masters: {{ start: '{Time(now.AddHours(12))}' }}, workers: {{ start: '{Time(now.AddHours(11))}' }} }}";
        (await stage.RunAsync("bootstrap", "demo", "--spec", stage.Spec(1, 2, $"addOns: {{ coreDns: false, metricsServer: false, ingress: none }}\n{closed}"))).ShouldSucceed();
        (await stage.RunAsync("maintenance", "demo")).ShouldExitWith(2).Errors.ShouldContain("No window is open");
    }

    [Fact]
    public async Task A_reboot_lock_that_a_stranger_holds_is_reported_and_not_taken()
    {
        await using var stage = new Stage();
        await stage.BootstrapAsync();
        await UpdateAsync(stage);
        await EtcdctlAsync(stage, "put", RebootSemaphore.Key, """{"semaphore":0,"max":1,"holders":["0123456789abcdef"]}""");
        var suspended = (await stage.RunAsync("maintenance", "demo", "--now")).ShouldExitWith(3);
        suspended.Incidents.Single().ShouldContain("machine 0123456789abcdef, which is no node that was rebooted from here");
        (await SemaphoreAsync(stage)).ShouldContain("0123456789abcdef");
        (await stage.RunAsync("maintenance", "demo", "--unlock", "0123456789abcdef")).ShouldSucceed();
        (await stage.RunAsync("audit", "--cluster", "demo")).ShouldSucceed().Lines[0]["what"].ShouldBe("Take the reboot lock");
        (await stage.RunAsync("runs", "retry", suspended.Run)).ShouldSucceed();
        await stage.ShouldBeAsPlannedAsync();
    }

    [Fact]
    public async Task Cancelling_in_the_middle_gives_back_both_locks_and_the_cordon()
    {
        await using var stage = new Stage();
        await stage.BootstrapAsync();
        await UpdateAsync(stage);
        using (var running = stage.Start("maintenance", "demo", "--now"))
        {
            var line = await running.NextAsync(line => line.Event == "Completed" && line["activity"] == "Drain");
            await running.KillAsync();
            (await stage.RunAsync("runs", "cancel", line!["run"])).ShouldExitWith(14);
        }

        (await SemaphoreAsync(stage)).ShouldBe("""{"semaphore":1,"max":1,"holders":[]}""");
        await stage.ShouldBeAsPlannedAsync();
    }

    private static async Task UpdateAsync(Stage stage) => (await stage.RunAsync("rehearsal", "os-update")).ShouldSucceed();

    private static async Task<Dictionary<string, (string Id, bool Waits)>> BootsAsync(Stage stage)
    {
        var boots = new Dictionary<string, (string, bool)>(StringComparer.Ordinal);
        await using var records = stage.Records;
        foreach (var node in (await records.Clusters.PlanAsync("demo")).AllNodes)
        {
            await using var door = await stage.DoorAsync(node.Name);
            var id = (await door.RunAsync(new("cat", "/proc/sys/kernel/random/boot_id"), Token)).Output.Trim();
            boots[node.Name] = (id, (await door.InspectAsync([RebootNode.Flag], Token)).Count > 0);
        }

        return boots;
    }

    /// <summary>From the lock's taking to its giving back, no two nodes overlap.</summary>
    private static async Task ShouldBeOneAtATimeAsync(Stage stage, string run, int nodes)
    {
        await using var records = stage.Records;
        var spans = new List<(DateTimeOffset From, DateTimeOffset To)>();
        foreach (var reboot in (await records.TreeAsync(run)).Where(instance => instance.DefinitionId == "node-reboot"))
        {
            var steps = await records.Instances.ExecutionsAsync(reboot.Id);
            spans.Add((steps.Single(step => step.ActivityId == "TakeRebootLock").StartedAt, steps.Single(step => step.ActivityId == "GiveRebootLockBack").CompletedAt!.Value));
        }

        spans.Count.ShouldBe(nodes);
        spans.Sort();
        spans.Zip(spans.Skip(1)).ShouldAllBe(pair => pair.First.To <= pair.Second.From);
    }

    private static Task<string> SemaphoreAsync(Stage stage) => EtcdctlAsync(stage, "get", RebootSemaphore.Key, "--print-value-only");

    private static async Task<string> EtcdctlAsync(Stage stage, params string[] words)
    {
        await using var master = await stage.DoorAsync("demo-master-1");
        const string pki = "/etc/infra-etcd/pki";
        var result = await master.RunAsync(new(["/opt/bin/etcdctl", "--endpoints=https://127.0.0.1:2379", $"--cacert={pki}/ca.crt", $"--cert={pki}/healthcheck-client.crt", $"--key={pki}/healthcheck-client.key", .. words]), Token);
        result.Succeeded.ShouldBeTrue(result.Error);
        return result.Output.Trim();
    }

    private static string Time(DateTimeOffset at) => at.ToString("HH:mm", CultureInfo.InvariantCulture);
}
