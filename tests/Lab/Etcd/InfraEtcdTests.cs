using System.Text;
using Masterplan.Activities.Etcd;
using Masterplan.Activities.Nodes;
using Masterplan.Activities.Nodes.Files;
using Masterplan.Activities.Pki;

namespace Masterplan.Lab.Etcd;

/// <summary>infra-etcd as it is rendered, run by a real etcd on three real nodes.</summary>
public sealed class InfraEtcdTests(LabCluster lab) : IClassFixture<LabCluster>
{
    private const string Unit = "infra-etcd.service";
    private static readonly string[] Nobody = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [LabFact]
    public async Task Members_form_a_cluster_that_tells_quorum_from_all_healthy_and_lets_nobody_else_in()
    {
        await Task.WhenAll(lab.Plan.Masters.Select(node => ConfigureAsync(node.Name)));
        await UntilHealthyAsync("all members are healthy");
        var leader = (await HealthAsync()).Leader!;

        await lab.Node(leader).CutPowerAsync();
        await LabCluster.UntilAsync("two of three have a quorum", async () => await HealthAsync(leader) is { HasQuorum: true, AllHealthy: false });
        (await HealthAsync(leader)).Summary.ShouldBe($"2 of 3 members are healthy; '{leader}' does not answer");

        var second = lab.Plan.Masters.First(node => node.Name != leader).Name;
        await lab.Node(second).CutPowerAsync();
        var last = await HealthAsync(leader, second);
        (last.HasQuorum, last.AllHealthy).ShouldBe((false, false));
        last.Summary.ShouldContain("no linearizable read works");

        lab.Node(leader).Start();
        lab.Node(second).Start();
        await UntilHealthyAsync("all members are healthy again");
        await RefusesStrangersAsync();
        await WaitsForItsPortAsync();
    }

    /// <summary>A client without a certificate, with one of another authority, or with one that has expired gets no word in; the member says why.</summary>
    private async Task RefusesStrangersAsync()
    {
        (await EtcdctlAsync($"{EtcdCluster.Infra.Pki}/healthcheck-client")).Succeeded.ShouldBeTrue();
        await UploadAsync("/etc/lab/expired", lab.Expired(CertificateProfile.ForClient("expired", CertificateAuthorityName.InfraEtcd, "late")));
        await RefusesAsync(null, "client didn't provide a certificate");
        await RefusesAsync($"{EtcdCluster.Kubernetes.Pki}/healthcheck-client", "certificate signed by unknown authority");
        await RefusesAsync("/etc/lab/expired", "certificate has expired");
    }

    private async Task RefusesAsync(string? certificate, string why)
    {
        (await EtcdctlAsync(certificate)).Succeeded.ShouldBeFalse();
        (await lab.RunAsync(lab.Plan.Masters[0].Name, "journalctl", "--unit", Unit, "--no-pager", "--output=cat", "--lines=40")).Output.ShouldContain(why);
    }

    private async Task UploadAsync(string path, IssuedCertificate certificate)
    {
        await using var node = await lab.OpenAsync(lab.Plan.Masters[0].Name);
        await node.UploadAsync([new($"{path}.crt", Encoding.ASCII.GetBytes(certificate.Certificate)), new($"{path}.key", Encoding.ASCII.GetBytes(certificate.PrivateKey), "0600")], Token);
    }

    /// <summary>A member that finds its port taken is started again until it is free.</summary>
    private async Task WaitsForItsPortAsync()
    {
        var name = lab.Plan.Masters[0].Name;
        await lab.RunAsync(name, "systemctl", "stop", Unit);
        await lab.RunAsync(name, "systemd-run", "--quiet", "--unit=squatter", "socat", $"TCP-LISTEN:2380,bind={LabCluster.AddressOf(lab.Plan.Masters[0])},reuseaddr,fork", "EXEC:/bin/cat");
        await LabCluster.UntilAsync("the port is taken", async () => (await lab.RunAsync(name, "ss", "-Hltnp", "( sport = :2380 )")).Output.Contains("socat", StringComparison.Ordinal));
        await lab.RunAsync(name, "systemctl", "start", "--no-block", Unit);
        await LabCluster.UntilAsync("the member was started again", async () => int.Parse((await lab.RunAsync(name, "systemctl", "show", "--value", "-p", "NRestarts", Unit)).Output) >= 1);
        (await lab.RunAsync(name, "journalctl", "--unit", Unit, "--no-pager", "--output=cat")).Output.ShouldContain("address already in use");
        await lab.RunAsync(name, "systemctl", "stop", "squatter");
        await UntilHealthyAsync("all members are healthy once the port is free");
    }

    private Task UntilHealthyAsync(string what) => LabCluster.UntilAsync(
        what,
        async () => (await HealthAsync()).AllHealthy,
        async () => $"{(await HealthAsync()).Summary}\n{(await lab.RunAsync(lab.Plan.Masters[0].Name, "journalctl", "--unit", Unit, "--no-pager", "--output=cat", "--lines=15")).Output}");

    private async Task ConfigureAsync(string name)
    {
        var configuration = lab.Configuration(name);
        await using var node = await lab.OpenAsync(name);
        await node.UploadAsync([.. configuration.Files, configuration.Units.Single(unit => unit.Name == Unit).File], Token);
        (await node.RunAsync(new("systemctl", "enable", "--now", "--no-block", Unit), Token)).Error.ShouldNotContain("Failed");
    }

    /// <summary>The cluster's health, asked of the first master that is not said to be down.</summary>
    private async Task<EtcdHealth> HealthAsync(params string[] down)
    {
        var asked = lab.Plan.Masters.First(node => !(down.Length > 0 ? down : Nobody).Contains(node.Name)).Name;
        await using var node = await lab.OpenAsync(asked);
        return EtcdVerdict.Judge(await new EtcdCtl(node, EtcdCluster.Infra, lab.Masters).ObserveAsync(Token), lab.Masters.Count);
    }

    private Task<CommandResult> EtcdctlAsync(string? certificate) => lab.RunAsync(
        lab.Plan.Masters[0].Name,
        [
            $"{NodePaths.Binaries}/etcdctl", $"--endpoints=https://{LabCluster.AddressOf(lab.Plan.Masters[0])}:{EtcdCluster.Infra.ClientPort}", $"--cacert={EtcdCluster.Infra.Pki}/ca.crt", "--command-timeout=3s",
            .. certificate is null ? Nobody : [$"--cert={certificate}.crt", $"--key={certificate}.key"],
            "get", "anything",
        ]);
}
