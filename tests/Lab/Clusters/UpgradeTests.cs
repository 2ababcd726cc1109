using System.Text.Json.Nodes;
using Masterplan.Activities.Etcd;
using Masterplan.Lab.Linux;

namespace Masterplan.Lab.Clusters;

/// <summary>An upgrade of real nodes, with all that gets in its way.</summary>
[Collection(typeof(BuiltClusterCollection))]
public sealed class UpgradeTests(BuiltCluster lab)
{
    private static readonly TimeSpan PushDeadline = TimeSpan.FromSeconds(35);

    [LabFact]
    public async Task Upgrade_waits_for_held_ports_suspends_when_they_stay_held_and_lives_through_a_power_cut_and_a_restart_of_sshd()
    {
        var program = await ProgramWithDeadlineAsync();
        await DriftAsync("lab-master-1", "lab-master-2");
        await lab.HoldPortAsync("lab-master-1", EtcdCluster.Kubernetes.PeerPort, seconds: 20);
        await lab.HoldPortAsync("lab-master-2", EtcdCluster.Kubernetes.PeerPort, seconds: 80);
        var suspended = (await UpgradeAsync(program)).ShouldExitWith(3);
        suspended.Incidents.ShouldHaveSingleItem().ShouldContain("Port 12380 of node 'lab-master-2'");
        suspended.Incidents[0].ShouldContain("socat");

        await lab.FreePortAsync("lab-master-2");
        using var retry = lab.Cloud.StartOther(program, "runs", "retry", suspended.Run);
        await retry.UntilAsync(line => line.Is("Started", "DrainAndUpgrade", "lab-worker-1"));
        await lab.Node("lab-worker-1").CutPowerAsync();
        lab.Node("lab-worker-1").Start();
        await retry.UntilAsync(line => line.Is("Started", "DrainAndUpgrade", "lab-worker-2"));
        await lab.Node("lab-worker-2").TryAsync("sh", "-c", "systemctl restart ssh; pkill -9 -u core sshd");
        (await retry.EndAsync()).ShouldExitWith(0);

        var nodes = await lab.NodesAsync();
        nodes.ShouldAllBe(line => line.Contains(LabCloud.NextVersion, StringComparison.Ordinal) && !line.Contains("SchedulingDisabled", StringComparison.Ordinal));
        (await AttemptsAsync(suspended.Run)).Count(attempt => attempt.Contains("Port 12380 of node 'lab-master-1'", StringComparison.Ordinal) && attempt.Contains("socat", StringComparison.Ordinal)).ShouldBeGreaterThan(1);
        await lab.UntilHealthyAsync();
    }

    /// <summary>The program with its workflows, but that a static pod has less time to change: so long nobody waits for a test.</summary>
    private async Task<string> ProgramWithDeadlineAsync()
    {
        var folder = Path.Combine(lab.Cloud.Folder, "program");
        await Tool.RunAsync("cp", "-al", Path.GetDirectoryName(LabCloud.Program)!, folder);
        var file = Path.Combine(folder, "workflows/node-upgrade.json");
        var workflow = JsonNode.Parse(await File.ReadAllTextAsync(file))!;
        var push = workflow["root"]!["activities"]!.AsArray().Single(activity => activity!["id"]!.GetValue<string>() == "PushEtcd")!;
        push["deadline"] = new JsonObject { ["typeName"] = "TimeSpan", ["expression"] = new JsonObject { ["type"] = "Literal", ["value"] = PushDeadline.ToString() } };
        // The copy shares its files with the original.
        File.Delete(file);
        await File.WriteAllTextAsync(file, workflow.ToJsonString());
        return Path.Combine(folder, Path.GetFileName(LabCloud.Program));
    }

    /// <summary>Changes the manifest of etcd by hand, so that the upgrade has to put it right.</summary>
    private async Task DriftAsync(params string[] nodes)
    {
        foreach (var node in nodes)
        {
            await lab.Node(node).RunAsync("sh", "-c", "echo '# by hand' >> /etc/kubernetes/manifests/kubernetes-etcd.yaml");
            await lab.Node(node).RunAsync("sleep", "4");
            await lab.UntilHealthyAsync();
        }
    }

    private async Task<EndedProgram> UpgradeAsync(string program)
    {
        using var running = lab.Cloud.StartOther(program, "upgrade", "lab", "--to", LabCloud.NextVersion);
        return await running.EndAsync();
    }

    private async Task<IReadOnlyList<string>> AttemptsAsync(string run)
    {
        var shown = (await lab.Cloud.RunAsync("runs", "show", run)).ShouldExitWith(0);
        return [.. shown.Summary.GetProperty("steps").EnumerateArray().SelectMany(step => step.GetProperty("attempts").EnumerateArray()).Select(attempt => attempt.ToString())];
    }
}
