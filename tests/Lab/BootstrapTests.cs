using System.Text.Json;
using Masterplan.Activities.Clusters.Planning;
using Masterplan.Activities.Clusters.Spec;
using Masterplan.Lab.Linux;

namespace Masterplan.Lab;

/// <summary>The unchanged workflow on real Linux nodes, as far as Debian has the programs: to the pod network that flanneld reads from infra-etcd.</summary>
public sealed class BootstrapTests
{
    private static readonly ClusterPlan Plan = new(ClusterSpecReader.Read($"artifacts: {{ mirror: \"{Mirror.Address}\" }}", "lab"));

    [LabFact]
    public async Task Bootstrap_configures_real_masters_over_SSH_and_goes_on_after_kills()
    {
        await using var cloud = await LabCloud.StartAsync(Plan);
        string[] bootstrap = ["bootstrap", "lab", "--spec", await cloud.SpecAsync(masters: 3, workers: 1)];
        await cloud.KillAtAsync(line => Is(line, "Started", "WaitForBoot"), bootstrap);
        await cloud.KillAtAsync(line => Is(line, "Completed", "Configure"), bootstrap);
        await cloud.KillAtAsync(line => Is(line, "Completed", "PodNetwork"), bootstrap);

        foreach (var node in Plan.Masters)
            File.Exists($"{cloud.Node(node.Name).Root}/etc/kubernetes/manifests/kube-apiserver.yaml").ShouldBeTrue(node.Name);
        var pki = $"{cloud.Node("lab-master-1").Root}/etc/infra-etcd/pki";
        var endpoints = string.Join(',', Plan.Masters.Select(node => $"https://{cloud.Node(node.Name).Machine.Address}:2379"));
        var network = await Tool.RunAsync(
            $"{cloud.Image.Etcd}/etcdctl", $"--endpoints={endpoints}", $"--cacert={pki}/ca.crt", $"--cert={pki}/healthcheck-client.crt", $"--key={pki}/healthcheck-client.key",
            "get", "--print-value-only", "/coreos.com/network/config");
        JsonDocument.Parse(network).RootElement.GetProperty("Network").GetString().ShouldBe("10.244.0.0/16");
    }

    private static bool Is(JsonElement line, string happened, string activity) =>
        line.TryGetProperty("event", out var name) && name.GetString() == happened && line.TryGetProperty("activity", out var step) && step.GetString() == activity;
}
