using System.Text.Json.Nodes;
using Masterplan.Activities.Clusters;
using Masterplan.Host.Access;
using Masterplan.Host.Tests.Web;
using Microsoft.Extensions.DependencyInjection;

namespace Masterplan.Host.Tests.Elsa;

public sealed class DescriptorsTests(SharedServer shared) : IClassFixture<SharedServer>
{
    [Fact]
    public async Task Every_activation_strategy_that_is_enforced_is_offered() =>
        (await GetAsync("workflow-activation-strategies"))["items"]!.AsArray().Select(strategy => (string)strategy!["displayName"]!).ShouldBe(["Always", "Correlated singleton", "Correlation", "Singleton"]);

    [Fact]
    public async Task A_step_of_a_cluster_offers_the_clusters_that_are_known_by_now()
    {
        const string Type = "Masterplan.WaitForNodesReady";
        Offered(await ClusterInputAsync(Type)).ShouldBeEmpty();
        await shared.Server.Services.GetRequiredService<ClusterRegistry>().AcceptAsync("demo", "", TestContext.Current.CancellationToken);
        var input = await ClusterInputAsync(Type);
        ((string)input["uiHint"]!, (bool)input["uiSpecifications"]!["Refresh"]!).ShouldBe(("dropdown", true));
        Offered(input).ShouldBe(["demo"]);

        using var answer = await shared.Server.SendAsync(HttpMethod.Post, $"/elsa/api/descriptors/activities/{Type}/options/Cluster", "{}", await shared.Server.TokenAsync(AccessRole.Viewer));
        var items = JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!["items"]!;
        // Studio asks again and again where an answer has it.
        items["Refresh"].ShouldBeNull();
        items["dropdown"]!["selectList"]!["items"]![0]!["value"]!.ToString().ShouldBe("demo");
        ((string)(await ClusterInputAsync("Masterplan.PlanCluster"))["uiHint"]!).ShouldBe("singleline");
    }

    private async Task<JsonNode> ClusterInputAsync(string type) =>
        (await GetAsync($"activities/{type}"))["inputs"]!.AsArray().Single(input => (string)input!["name"]! == "Cluster")!;

    private static IEnumerable<string> Offered(JsonNode input) => input["uiSpecifications"]!["dropdown"]!["selectList"]!["items"]!.AsArray().Select(item => (string)item!["value"]!);

    private async Task<JsonNode> GetAsync(string path)
    {
        using var answer = await shared.Server.SendAsync(HttpMethod.Get, $"/elsa/api/descriptors/{path}", token: await shared.Server.TokenAsync(AccessRole.Viewer));
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
    }
}
