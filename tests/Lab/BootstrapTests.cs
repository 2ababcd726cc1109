using System.Text.Json;
using Masterplan.Activities.Clusters.Planning;
using Masterplan.Activities.Clusters.Spec;
using Masterplan.Exoscale.Operations;
using Masterplan.Lab.Linux;

namespace Masterplan.Lab;

/// <summary>The unchanged workflow on real Linux nodes, broken off again and again.</summary>
public sealed class BootstrapTests
{
    private static readonly ClusterPlan Plan = new(ClusterSpecReader.Read($"artifacts: {{ mirror: \"{Mirror.Address}\" }}", "lab"));

    [LabFact]
    public async Task Bootstrap_goes_on_after_kills_and_the_power_cut_of_a_master()
    {
        await using var cloud = await LabCloud.StartAsync(Plan);
        string[] bootstrap = ["bootstrap", "lab", "--spec", await cloud.SpecAsync(masters: 3, workers: 0)];
        await cloud.KillAtAsync(line => line.Is("Started", "WaitForBoot"), bootstrap);
        await cloud.KillAtAsync(line => line.Is("Completed", "Configure"), bootstrap);
        await cloud.Node("lab-master-2").CutPowerAsync();
        cloud.Node("lab-master-2").Start();
        await cloud.KillAtAsync(line => line.Is("Completed", "EtcdQuorum"), bootstrap);
        (await cloud.RunAsync(bootstrap)).ShouldExitWith(0);

        foreach (var node in Plan.Masters)
            File.Exists($"{cloud.Node(node.Name).Root}/etc/kubernetes/manifests/kube-apiserver.yaml").ShouldBeTrue(node.Name);
        // From a master: the security groups let nobody else in.
        const string pki = "/etc/infra-etcd/pki";
        var endpoints = string.Join(',', Plan.Masters.Select(node => $"https://{cloud.Node(node.Name).Machine.Address}:2379"));
        var network = await cloud.Node("lab-master-1").RunAsync(
            "/opt/bin/etcdctl", $"--endpoints={endpoints}", $"--cacert={pki}/ca.crt", $"--cert={pki}/healthcheck-client.crt", $"--key={pki}/healthcheck-client.key",
            "get", "--print-value-only", "/coreos.com/network/config");
        JsonDocument.Parse(network).RootElement.GetProperty("Network").GetString().ShouldBe("10.244.0.0/16");

        await SwitchAsync(cloud, "lab-master-3");
        (await cloud.RunAsync("teardown", "lab")).ShouldExitWith(0);
        cloud.Nodes.ShouldBeEmpty();
    }

    /// <summary>Stops an instance, starts it and reboots it, by calls of the API.</summary>
    private static async Task SwitchAsync(LabCloud cloud, string name)
    {
        using var api = cloud.OpenApi();
        var operations = new OperationWaiter(api.Operations, TimeProvider.System, LabCloud.Speed);
        var (node, token) = (cloud.Node(name), TestContext.Current.CancellationToken);
        var boot = await BootAsync(node);
        await operations.WaitAsync(await api.Instances.StopAsync(node.Machine.Id, token), "stop", cancellationToken: token);
        (await Should.ThrowAsync<LabException>(() => node.RunAsync("true"))).Message.ShouldContain("is off");
        await operations.WaitAsync(await api.Instances.StartAsync(node.Machine.Id, token), "start", cancellationToken: token);
        await LabCluster.UntilAsync("it has booted", async () => await BootAsync(node) is { Length: > 0 } now && now != boot);
        boot = await BootAsync(node);
        await operations.WaitAsync(await api.Instances.RebootAsync(node.Machine.Id, token), "reboot", cancellationToken: token);
        await LabCluster.UntilAsync("it has booted again", async () => await BootAsync(node) is { Length: > 0 } now && now != boot);
    }

    /// <summary>When the node's systemd was started; empty until it answers.</summary>
    private static async Task<string> BootAsync(LinuxNode node)
    {
        try
        {
            return await node.RunAsync("systemctl", "show", "--property=UserspaceTimestampMonotonic");
        }
        catch (LabException)
        {
            return "";
        }
    }
}
