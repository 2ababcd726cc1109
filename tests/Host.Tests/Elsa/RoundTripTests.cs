using System.Text.Json.Nodes;
using Masterplan.Host.Access;
using Masterplan.Host.Tests.Web;

namespace Masterplan.Host.Tests.Elsa;

public sealed class RoundTripTests
{
    private static readonly string[] VersionMembers = ["$.id", "$.version", "$.isLatest", "$.isPublished"];

    [Theory]
    [InlineData("cluster-bootstrap")]
    [InlineData("node-launch")]
    public async Task Export_gives_every_member_that_import_took(string name)
    {
        await using var server = await TestServer.StartAsync();
        var token = await server.TokenAsync(AccessRole.Admin);
        var file = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "workflows", $"{name}.json"), TestContext.Current.CancellationToken);
        using var imported = await server.SendAsync(HttpMethod.Post, "/elsa/api/workflow-definitions/import", file, token);
        imported.IsSuccessStatusCode.ShouldBeTrue();
        using var exported = await server.SendAsync(HttpMethod.Get, $"/elsa/api/workflow-definitions/{name}/export", token: token);
        var given = JsonNode.Parse(await exported.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Lost(JsonNode.Parse(file), given, "$").ShouldBeEmpty();
    }

    [Fact]
    public async Task An_activity_of_an_unknown_type_survives_that_Studio_saves_it()
    {
        await using var server = await TestServer.StartAsync();
        var token = await server.TokenAsync(AccessRole.Admin);
        const string Definition = """{"definitionId":"gnome","name":"Gnome","root":{"id":"s","type":"Elsa.Sequence","version":1,"activities":[{"id":"x","type":"Garden.Gnome","version":2,"hat":"red"}]}}""";
        using var imported = await server.SendAsync(HttpMethod.Post, "/elsa/api/workflow-definitions/import", Definition, token);
        var shown = JsonNode.Parse(await imported.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
        ((string?)shown["root"]!["activities"]![0]!["type"]).ShouldBe("Elsa.NotFoundActivity");
        using var saved = await server.SendAsync(HttpMethod.Post, "/elsa/api/workflow-definitions", new JsonObject { ["model"] = shown.DeepClone() }.ToJsonString(), token);
        saved.IsSuccessStatusCode.ShouldBeTrue();
        using var exported = await server.SendAsync(HttpMethod.Get, "/elsa/api/workflow-definitions/gnome/export", token: token);
        var activity = JsonNode.Parse(await exported.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!["root"]!["activities"]![0]!;
        ((string?)activity["type"], (string?)activity["hat"]).ShouldBe(("Garden.Gnome", "red"));
    }

    /// <summary>What the other has not, or has otherwise, except which version it is.</summary>
    private static IEnumerable<string> Lost(JsonNode? one, JsonNode? other, string path) => one switch
    {
        JsonObject json => json.Where(member => !VersionMembers.Contains($"{path}.{member.Key}")).SelectMany(member => Lost(member.Value, (other as JsonObject)?[member.Key], $"{path}.{member.Key}")),
        JsonArray list when (other as JsonArray)?.Count == list.Count => list.SelectMany((item, index) => Lost(item, other![index], $"{path}[{index}]")),
        _ => JsonNode.DeepEquals(one, other) ? [] : [$"{path}: {one?.ToJsonString()} became {other?.ToJsonString()}"],
    };
}
