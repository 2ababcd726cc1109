using System.Net;
using System.Text.Json.Nodes;
using Masterplan.Host.Access;
using Masterplan.Host.Tests.Web;

namespace Masterplan.Host.Tests.Api;

public sealed class ClusterEndpointsTests(BuiltCluster built) : IClassFixture<BuiltCluster>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private TestServer Server => built.Server;

    [Fact]
    public async Task A_cluster_is_told_with_nodes_etcd_groups_address_and_certificates()
    {
        var cluster = await GetAsync("/api/clusters/demo");
        cluster["nodes"]!.AsArray().Select(node => $"{node!["name"]} {node["role"]} {node["state"]} {node["kubernetes"]}").ShouldBe(
            [$"demo-master-1 master Ready {cluster["version"]}", $"demo-worker-1 worker Ready {cluster["version"]}"]);
        var etcd = cluster["etcd"]!.AsArray();
        etcd.Select(one => (string)one!["id"]!).ShouldBe(["infra", "kubernetes"]);
        etcd.ShouldAllBe(one => (bool)one!["hasQuorum"]! && (bool)one["members"]![0]!["isLeader"]!);
        cluster["securityGroups"]!.AsArray().Select(group => (string)group!["name"]!).ShouldBe(["demo-master", "demo-worker"]);
        cluster["elasticIp"]!.ToString().ShouldStartWith("127.");
        ((int)cluster["certificateDays"]!).ShouldBeInRange(360, 366);
        cluster["run"].ShouldBeNull();
    }

    [Fact]
    public async Task All_clusters_are_listed_and_an_unknown_one_is_not_found()
    {
        (await GetAsync("/api/clusters")).AsArray().Single()!["name"]!.ToString().ShouldBe("demo");
        using var answer = await Server.SendAsync(HttpMethod.Get, "/api/clusters/other", token: await Server.TokenAsync(AccessRole.Viewer));
        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await answer.Content.ReadAsStringAsync(Token)).ShouldContain("'other'");
    }

    [Fact]
    public async Task Certificates_and_backups_are_listed()
    {
        var certificates = (await GetAsync("/api/clusters/demo/certificates")).AsArray();
        certificates.Select(one => (string)one!["holder"]!).Distinct().ShouldBe(["demo-master-1", "demo-worker-1", "people"], ignoreOrder: true);
        certificates.ShouldAllBe(one => (int)one!["days"]! > 360);
        (await GetAsync("/api/clusters/demo/backups")).AsArray().ShouldBeEmpty();
        foreach (var what in new[] { "certificates", "backups" })
            (await Server.SendAsync(HttpMethod.Get, $"/api/clusters/other/{what}", token: await Server.TokenAsync(AccessRole.Viewer))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_plan_tells_what_is_missing_for_a_spec_in_either_form_and_every_fault_of_a_wrong_one()
    {
        const string workers = "\"addOns: { coreDns: false, metricsServer: false, ingress: none }\\nworkers: { count: 2 }\\nmasters: { count: 1 }\"";
        foreach (var spec in new[] { workers, """{"masters":{"count":1},"workers":{"count":2},"addOns":{"coreDns":false,"metricsServer":false,"ingress":"none"}}""" })
        {
            var (code, text) = await PlanAsync(spec);
            code.ShouldBe(HttpStatusCode.OK, text);
            JsonNode.Parse(text)!["create"]!.AsArray().Select(one => (string)one!).ShouldBe(["instance demo-worker-2"]);
        }

        var wrong = await PlanAsync("\"masters: { count: 2 }\\nworkers: { count: -1 }\"");
        wrong.Code.ShouldBe(HttpStatusCode.BadRequest);
        wrong.Text.ShouldContain("masters.count");
        wrong.Text.ShouldContain("workers.count");
        (await PlanAsync("null", AccessRole.Viewer)).Code.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task The_kubeconfig_is_for_admins_kept_by_no_cache_and_each_reading_is_recorded()
    {
        (await Server.SendAsync(HttpMethod.Get, "/api/clusters/demo/kubeconfig", token: await Server.TokenAsync(AccessRole.Operator))).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        using var answer = await Server.SendAsync(HttpMethod.Get, "/api/clusters/demo/kubeconfig", token: await Server.TokenAsync(AccessRole.Admin));
        (await answer.Content.ReadAsStringAsync(Token)).ShouldContain("client-certificate-data");
        answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
        var readings = (await GetAsync("/api/audit?cluster=demo", AccessRole.Admin)).AsArray().Where(entry => (string)entry!["what"]! == "Read the kubeconfig").ToList();
        readings.ShouldContain(entry => entry!["who"]!.ToString() == "Admin" && entry["outcome"]!.ToString() == "done");
        (await GetAsync("/api/audit", AccessRole.Admin)).AsArray().ShouldContain(entry => entry!["who"]!.ToString() == "Operator" && entry["outcome"]!.ToString() == "refused (403)");
    }

    [Fact]
    public async Task The_bootstrap_itself_is_recorded()
    {
        var entry = (await GetAsync("/api/audit", AccessRole.Admin)).AsArray().Last(entry => (string)entry!["what"]! == "POST /workflows/cluster-bootstrap");
        entry!["who"]!.ToString().ShouldBe("Operator");
        entry["cluster"]!.ToString().ShouldBe("demo");
        entry["run"]!.ToString().ShouldBe(built.Run);
        entry["from"]!.ToString().ShouldBe("127.0.0.1");
    }

    private async Task<(HttpStatusCode Code, string Text)> PlanAsync(string spec, AccessRole role = AccessRole.Operator)
    {
        using var answer = await Server.SendAsync(HttpMethod.Post, "/api/clusters/demo/plan", $$"""{"spec":{{spec}}}""", await Server.TokenAsync(role));
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Token));
    }

    private async Task<JsonNode> GetAsync(string path, AccessRole role = AccessRole.Viewer)
    {
        using var answer = await Server.SendAsync(HttpMethod.Get, path, token: await Server.TokenAsync(role));
        var text = await answer.Content.ReadAsStringAsync(Token);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, text);
        return JsonNode.Parse(text)!;
    }
}
