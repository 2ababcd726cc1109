using System.Text.Json.Nodes;
using Masterplan.Activities.Clusters.Planning;
using Masterplan.Activities.Clusters.Secrets;
using Masterplan.Activities.Etcd;
using Masterplan.Activities.Pki;
using Masterplan.Lab.Linux;
using Microsoft.Extensions.Time.Testing;

namespace Masterplan.Lab.Clusters;

/// <summary>Both etcd clusters of the masters, run by real etcds: whom they let in, and what is left of them when a member is lost.</summary>
[Collection(typeof(BuiltClusterCollection))]
public sealed class EtcdTests(BuiltCluster lab)
{
    private const string ExpiredPath = "/etc/lab-expired";
    private static readonly (EtcdCluster Cluster, EtcdCluster Other, string Unit)[] Both =
    [
        (EtcdCluster.Infra, EtcdCluster.Kubernetes, "infra-etcd.service"),
        (EtcdCluster.Kubernetes, EtcdCluster.Infra, "pod-kubernetes-etcd.service"),
    ];

    [LabFact]
    public async Task Client_without_a_valid_certificate_of_the_cluster_is_refused()
    {
        var secrets = lab.Cloud.OpenSecrets();
        await Task.WhenAll(Both.Select(async etcd =>
        {
            var expired = await PutExpiredAsync(secrets, lab.Node(BuiltCluster.Plan.Masters[0].Name), etcd.Cluster);
            (await GetAsync(etcd.Cluster, $"{etcd.Cluster.Pki}/healthcheck-client")).Code.ShouldBe(0);
            await Task.WhenAll(
                RefusesAsync(etcd.Cluster, etcd.Unit, null, "client didn't provide a certificate"),
                RefusesAsync(etcd.Cluster, etcd.Unit, $"{etcd.Other.Pki}/healthcheck-client", "certificate signed by unknown authority"),
                RefusesAsync(etcd.Cluster, etcd.Unit, expired, "certificate has expired"));
        }));
    }

    [LabFact]
    public async Task Killed_leader_of_infra_etcd_leaves_a_quorum_of_two_and_none_when_another_goes()
    {
        var (cluster, unit) = (EtcdCluster.Infra, Both[0].Unit);
        var leader = await KillLeaderAsync(cluster, unit);
        var second = BuiltCluster.Plan.Masters.First(node => node.Name != leader).Name;
        await lab.Node(second).RunAsync("systemctl", "stop", unit);
        var left = await lab.HealthAsync(cluster);
        (left.HasQuorum, left.AllHealthy).ShouldBe((false, false));
        left.Summary.ShouldContain("no linearizable read works");
        await lab.Node(second).RunAsync("systemctl", "start", "--no-block", unit);
        await ReleaseAsync(leader, unit);
    }

    [LabFact]
    public async Task Killed_leader_of_kubernetes_etcd_has_a_reboot_wait_and_lets_a_bootstrap_go_on()
    {
        var (cluster, unit) = (EtcdCluster.Kubernetes, Both[1].Unit);
        var leader = await KillLeaderAsync(cluster, unit);
        await lab.Node("lab-worker-3").RunAsync("touch", "/run/reboot-required");
        using (var maintenance = lab.Cloud.Start("maintenance", "lab", "--now"))
        {
            var waiting = await maintenance.UntilAsync(line => line.Says("kubernetes-etcd: 2 of 3 members are healthy"));
            waiting.GetProperty("message").GetString()!.ShouldContain($"'{leader}' does not answer");
            await maintenance.KillAsync();
            (await lab.Cloud.RunAsync("runs", "cancel", waiting.GetProperty("run").GetString()!)).Code.ShouldBeOneOf(0, 14);
        }

        await lab.Node("lab-worker-3").RunAsync("rm", "/run/reboot-required");
        using var bootstrap = lab.Start();
        await bootstrap.UntilAsync(line => line.Is("Completed", "EtcdQuorum"));
        await ReleaseAsync(leader, unit);
        (await bootstrap.EndAsync()).ShouldExitWith(0);
    }

    [LabFact]
    public async Task Certificates_that_have_ended_on_every_master_are_renewed_by_a_bootstrap_and_the_next_finds_nothing_to_do()
    {
        await Task.WhenAll(BuiltCluster.Plan.Masters.Select(ExpireAsync));
        await LabCluster.UntilAsync("no member accepts another", async () => !(await lab.HealthAsync(EtcdCluster.Infra)).HasQuorum && !(await lab.HealthAsync(EtcdCluster.Kubernetes)).HasQuorum);
        (await lab.BootstrapAsync()).ShouldExitWith(0);
        foreach (var (cluster, _, _) in Both)
            (await lab.HealthAsync(cluster)).AllHealthy.ShouldBeTrue();
        await lab.UntilHealthyAsync();
        (await lab.BootstrapAsync()).ShouldExitWith(0).Changes.ShouldBe(0);
    }

    [LabFact]
    public async Task Master_that_lost_its_power_for_good_is_replaced_by_another_machine_that_joins_both_clusters()
    {
        const string lost = "lab-master-1";
        await ApplyAsync("kept", "hello");
        var address = lab.AddressOf(lost);
        await lab.Node(lost).CutPowerAsync();
        (await lab.Cloud.RunAsync("master-replace", "lab", lost)).ShouldExitWith(0);
        lab.AddressOf(lost).ShouldNotBe(address);
        await lab.MeetAnewAsync(lost);
        foreach (var (cluster, _, _) in Both)
        {
            var health = await lab.HealthAsync(cluster);
            health.AllHealthy.ShouldBeTrue(health.Summary);
            (await lab.EtcdctlAsync(cluster, "member", "list")).Output.ShouldNotContain($"https://{address}:");
        }

        await lab.UntilHealthyAsync();
        (await lab.KubectlAsync("get", "configmap", "kept", "-o", "jsonpath={.data.text}")).ShouldBe("hello");
        (await lab.BootstrapAsync()).ShouldExitWith(0).Changes.ShouldBe(0);
    }

    [LabFact]
    public async Task Backup_is_put_back_in_both_clusters_onto_the_masters_that_are_left_and_a_new_one()
    {
        await ApplyAsync("kept", "as it was");
        (await lab.Cloud.RunAsync("backup", "lab")).ShouldExitWith(0);
        await ApplyAsync("kept", "changed");
        await ApplyAsync("later", "lost");
        var before = await RevisionAsync(EtcdCluster.Kubernetes);
        string[] lost = ["lab-master-2", "lab-master-3"];
        using (var cloud = lab.Cloud.OpenApi())
        {
            foreach (var instance in (await cloud.Instances.ListAsync()).Where(one => lost.Contains(one.Name)))
                await cloud.Instances.DeleteAsync(instance.Id);
        }

        (await lab.Cloud.RunAsync("restore", "lab")).ShouldExitWith(0);
        foreach (var master in lost)
            await lab.MeetAnewAsync(master);
        foreach (var (cluster, _, _) in Both)
        {
            var health = await lab.HealthAsync(cluster);
            health.AllHealthy.ShouldBeTrue(health.Summary);
        }

        (await RevisionAsync(EtcdCluster.Kubernetes)).ShouldBeGreaterThan(before, "who watches would take old for new");
        (await lab.EtcdctlAsync(EtcdCluster.Infra, "get", "/coreos.com/network/config", "--print-value-only")).Output.ShouldContain("10.244.0.0/16");
        await lab.UntilHealthyAsync();
        (await lab.KubectlAsync("get", "configmap", "kept", "-o", "jsonpath={.data.text}")).ShouldBe("as it was");
        (await lab.KubectlAsync("get", "configmap", "later", "--ignore-not-found")).ShouldBeEmpty();
        await ApplyAsync("kept", "goes on");
        (await lab.BootstrapAsync()).ShouldExitWith(0).Changes.ShouldBe(0);
    }

    [LabFact]
    public async Task Member_whose_unit_was_broken_by_hand_is_put_right_by_a_bootstrap()
    {
        var node = lab.Node("lab-master-1");
        await node.RunAsync("sed", "-i", "/^\\[Service\\]/a ExecStartPre=/bin/false", "/etc/systemd/system/infra-etcd.service");
        await node.RunAsync("systemctl", "daemon-reload");
        await node.TryAsync("systemctl", "restart", "infra-etcd.service");
        (await lab.HealthAsync(EtcdCluster.Infra)).AllHealthy.ShouldBeFalse();
        (await lab.BootstrapAsync()).ShouldExitWith(0).Changes.ShouldBeGreaterThan(0);
        await lab.UntilHealthyAsync();
    }

    private async Task ApplyAsync(string name, string text)
    {
        var file = Path.Combine(lab.Cloud.Folder, "configmap.yaml");
        await File.WriteAllTextAsync(file, $"apiVersion: v1\nkind: ConfigMap\nmetadata: {{ name: {name}, namespace: default }}\ndata: {{ text: {text} }}\n");
        await lab.KubectlAsync("apply", "-f", file);
    }

    private async Task<long> RevisionAsync(EtcdCluster cluster) =>
        JsonNode.Parse((await lab.EtcdctlAsync(cluster, "get", "health", "-w", "json")).Output)!["header"]!["revision"]!.GetValue<long>();

    /// <summary>As when a year has gone by: every certificate of a master has ended, in the secret store and where etcd reads it.</summary>
    private async Task ExpireAsync(PlannedNode master)
    {
        var (secrets, node) = (lab.Cloud.OpenSecrets(), lab.Node(master.Name));
        var profiles = CertificateProfiles.ForNode(BuiltCluster.Plan, master, node.Machine.Address, lab.ElasticIp);
        var ended = profiles.ToDictionary(profile => profile.Id, profile => Ended(secrets, profile), StringComparer.Ordinal);
        secrets.SaveCertificates(BuiltCluster.Plan.Name, master.Name, ended);
        foreach (var (cluster, _, unit) in Both)
        {
            foreach (var role in new[] { "server", "peer", "healthcheck-client" })
            {
                await File.WriteAllTextAsync($"{node.Root}{cluster.Pki}/{role}.crt", ended[$"{cluster.Id}-etcd-{role}"].Certificate);
                await File.WriteAllTextAsync($"{node.Root}{cluster.Pki}/{role}.key", ended[$"{cluster.Id}-etcd-{role}"].PrivateKey);
            }

            await node.RunAsync("systemctl", "restart", "--no-block", unit);
        }
    }

    /// <summary>A certificate of the cluster's own authority that was right, and is no more.</summary>
    private static IssuedCertificate Ended(ClusterSecrets secrets, CertificateProfile profile) =>
        new CertificateFactory(new FakeTimeProvider(TimeProvider.System.GetUtcNow() - (2 * CertificateFactory.LeafLifetime))).CreateLeaf(profile, secrets.Authority(BuiltCluster.Plan.Name, profile.Authority));

    /// <summary>Kills the leader and keeps it from coming back: another process holds its port.</summary>
    private async Task<string> KillLeaderAsync(EtcdCluster cluster, string unit)
    {
        var before = await lab.HealthAsync(cluster);
        before.AllHealthy.ShouldBeTrue(before.Summary);
        await lab.HoldPortAsync(before.Leader!, cluster.PeerPort, seconds: 300);
        await lab.Node(before.Leader!).RunAsync("systemctl", "kill", "--kill-who=all", "--signal=KILL", unit);
        var left = before;
        await LabCluster.UntilAsync(
            $"two of three members of {cluster.Id}-etcd have a quorum",
            async () => (left = await lab.HealthAsync(cluster)) is { HasQuorum: true, AllHealthy: false } && left.Leader != before.Leader,
            () => Task.FromResult(left.Summary));
        left.Summary.ShouldBe($"2 of 3 members are healthy; '{before.Leader}' does not answer");
        return before.Leader!;
    }

    /// <summary>The member was started again and again all the while, so it is back once its port is free.</summary>
    private async Task ReleaseAsync(string node, string unit)
    {
        await LabCluster.UntilAsync(
            "the member was refused its port",
            async () => (await JournalAsync(node, unit)).Contains("address already in use", StringComparison.Ordinal),
            () => JournalAsync(node, unit));
        await lab.FreePortAsync(node);
        await lab.UntilHealthyAsync();
    }

    private async Task RefusesAsync(EtcdCluster cluster, string unit, string? certificate, string why)
    {
        (await GetAsync(cluster, certificate)).Code.ShouldNotBe(0, why);
        (await JournalAsync(BuiltCluster.Plan.Masters[0].Name, unit)).ShouldContain(why);
    }

    /// <summary>etcdctl against the member of the first master.</summary>
    private Task<(int Code, string Output, string Error)> GetAsync(EtcdCluster cluster, string? certificate)
    {
        var master = BuiltCluster.Plan.Masters[0].Name;
        string[] client = certificate is null ? [] : [$"--cert={certificate}.crt", $"--key={certificate}.key"];
        return lab.Node(master).TryAsync(
            ["/opt/bin/etcdctl", $"--endpoints=https://{lab.AddressOf(master)}:{cluster.ClientPort}", $"--cacert={cluster.Pki}/ca.crt", "--command-timeout=3s", .. client, "get", "anything"]);
    }

    private Task<string> JournalAsync(string node, string unit) => lab.Node(node).RunAsync("journalctl", "--unit", unit, "--no-pager", "--output=cat", "--lines=200");

    private static async Task<string> PutExpiredAsync(ClusterSecrets secrets, LinuxNode node, EtcdCluster cluster)
    {
        var certificate = Ended(secrets, CertificateProfile.ForClient("expired", cluster.Authority, "late"));
        var path = $"{ExpiredPath}/{cluster.Id}";
        Directory.CreateDirectory(node.Root + ExpiredPath);
        await File.WriteAllTextAsync($"{node.Root}{path}.crt", certificate.Certificate);
        await File.WriteAllTextAsync($"{node.Root}{path}.key", certificate.PrivateKey);
        return path;
    }
}
