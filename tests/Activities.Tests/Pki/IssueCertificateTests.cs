using Masterplan.Activities.Clusters.Ledger;
using Masterplan.Activities.Pki;
using Masterplan.Runtime.Authoring;

namespace Masterplan.Activities.Tests.Pki;

public sealed class IssueCertificateTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Valid_certificates_are_kept_and_those_near_their_end_are_issued_anew()
    {
        await using var host = await StartAsync();
        await IssueAsync(host, "demo-worker-1");
        var first = host.Secrets.Certificates("demo", "demo-worker-1");
        host.Clock.Advance(TimeSpan.FromDays(334));
        await IssueAsync(host, "demo-worker-1");
        host.Secrets.Certificates("demo", "demo-worker-1").ShouldBe(first, ignoreOrder: true);
        host.Clock.Advance(TimeSpan.FromDays(2));
        await IssueAsync(host, "demo-worker-1");
        var later = host.Secrets.Certificates("demo", "demo-worker-1");
        later.Keys.ShouldBe(first.Keys, ignoreOrder: true);
        later.ShouldAllBe(pair => pair.Value != first[pair.Key]);
    }

    [Fact]
    public async Task A_new_elastic_ip_reissues_only_the_api_servers_certificate()
    {
        await using var host = await StartAsync();
        await IssueAsync(host, "demo-master-1");
        var first = host.Secrets.Certificates("demo", "demo-master-1");
        await host.Ledger.RecordAsync("demo", ResourceKinds.ElasticIp, "demo: Kubernetes API", "run", "ip", "198.51.100.99", Token);
        await IssueAsync(host, "demo-master-1");
        host.Secrets.Certificates("demo", "demo-master-1").Where(pair => pair.Value != first[pair.Key]).Select(pair => pair.Key).ShouldBe([CertificateProfiles.ApiServer]);
    }

    [Fact]
    public async Task Without_a_node_the_administrators_get_theirs()
    {
        await using var host = await StartAsync();
        await IssueAsync(host, "");
        host.Secrets.Certificates("demo", CertificateHolders.People).Keys.ShouldBe(["admin", "super-admin"], ignoreOrder: true);
    }

    private static async Task<TestHost> StartAsync()
    {
        var host = await TestHost.StartAsync();
        await host.Registry.AcceptAsync("demo", "", Token);
        foreach (var name in new[] { "demo-master-1", "demo-worker-1" })
            await host.Ledger.RecordAsync("demo", ResourceKinds.Instance, name, "run", name, "192.0.2.1", Token);
        await host.Ledger.RecordAsync("demo", ResourceKinds.ElasticIp, "demo: Kubernetes API", "run", "ip", "198.51.100.10", Token);
        return host;
    }

    private static async Task IssueAsync(TestHost host, string node) =>
        (await host.EndAsync(await host.RunAsync("Masterplan.IssueCertificate", ("cluster", "demo"), ("node", node)))).SubStatus.ShouldBe(WorkflowSubStatus.Finished);
}
