using System.Text.Json.Nodes;
using Masterplan.Host.Access;
using Masterplan.Runtime.Definitions;
using Masterplan.Runtime.Runs;
using Microsoft.Extensions.DependencyInjection;

namespace Masterplan.Browser;

public sealed class DrawingTests(Chromium chromium) : BrowserTests
{
    private const string Bootstrap = "cluster-bootstrap";
    private const string Changed = "MasterRules";
    private const string Deadline = """{"typeName":"TimeSpan","expression":{"type":"Literal","value":"00:42:00"}}""";
    [Fact]
    public async Task What_is_changed_and_published_is_the_next_version_and_a_run_under_way_keeps_its_own()
    {
        var run = await Server.Services.GetRequiredService<IWorkflowRuntime>().StartAsync(new(Bootstrap) { Input = new Dictionary<string, object?> { ["Cluster"] = "demo" }, CorrelationId = "demo" }, Token);
        await Server.Services.GetRequiredService<IWorkflowRuntime>().PauseAsync(run, Token);
        await using var window = await Window.OpenAsync(chromium, Server, AccessRole.Admin, 2000, 1400);
        var designer = new Designer(window);
        await designer.OpenAsync(Bootstrap);
        var before = await Definitions.FindAsync(Bootstrap, VersionOptions.Published, Token);
        await designer.WriteAsync(Changed, "Deadline", "00:42:00");
        var added = await designer.AddAsync("Console", "Write Line", 150, 650);
        await designer.WriteAsync(added, "Text", "Ports are open");
        await designer.ConnectAsync(Changed, "Done", added);
        await designer.PublishAsync();
        await window.ShootAsync("designer-published");
        var after = await Definitions.FindAsync(Bootstrap, VersionOptions.Published, Token);
        after!.Version.ShouldBe(before!.Version + 1);
        var (old, drawn) = (before.Document["root"]!, after.Document["root"]!);
        Activity(old, Changed)["deadline"] = JsonNode.Parse(Deadline);
        drawn["activities"]!.AsArray().Select(activity => (string)activity!["id"]!).ShouldBe(old["activities"]!.AsArray().Select(activity => (string)activity!["id"]!).Append(added), ignoreOrder: true);
        Activity(drawn, added)["text"]!["expression"]!["value"]!.ToString().ShouldBe("Ports are open");
        foreach (var activity in old["activities"]!.AsArray())
            Missing(activity, Activity(drawn, (string)activity!["id"]!), (string)activity["id"]!).ShouldBeEmpty();
        var lines = drawn["connections"]!.AsArray();
        lines.Count.ShouldBe(old["connections"]!.AsArray().Count + 1);
        lines.ShouldContain(line => (string)line!["source"]!["activity"]! == Changed && (string)line["source"]!["port"]! == "Done" && (string)line["target"]!["activity"]! == added);
        (await Server.Services.GetRequiredService<IWorkflowInstances>().GetAsync(run, Token)).Version.ShouldBe(before.Version);
        window.Errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_exported_equals_what_import_took()
    {
        await using var window = await Window.OpenAsync(chromium, Server, AccessRole.Admin, 2000, 1400);
        var designer = new Designer(window);
        await designer.OpenAsync(Bootstrap);
        var exported = await designer.ExportAsync();
        exported.Remove("createdAt").ShouldBeTrue();
        var imported = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "workflows", $"{Bootstrap}.json"), Token));
        JsonNode.DeepEquals(imported, exported).ShouldBeTrue($"missing {string.Join(", ", Missing(imported, exported, "$"))}; more {string.Join(", ", Missing(exported, imported, "$"))}");
        window.Errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_workflow_that_was_drawn_from_nothing_answers_over_HTTP()
    {
        await Server.Services.GetRequiredService<Activities.Clusters.ClusterRegistry>().AcceptAsync("demo", "", Token);
        await Definitions.SaveAsync(new JsonObject { ["definitionId"] = "drawn", ["name"] = "Drawn", ["root"] = new JsonObject { ["id"] = "Flow", ["type"] = "Elsa.Flowchart", ["version"] = 1, ["activities"] = new JsonArray(), ["connections"] = new JsonArray() } }, Token);
        await using var window = await Window.OpenAsync(chromium, Server, AccessRole.Admin, 2000, 1400);
        var designer = new Designer(window);
        await window.Page.GotoAsync("/studio/workflows/definitions/drawn/edit");
        await window.Page.WaitForSelectorAsync(".x6-graph");
        var request = await designer.AddAsync("HTTP", "HTTP Endpoint", 60, 120);
        var step = await designer.AddAsync("Clusters", "Give lock back", 340, 120);
        var decision = await designer.AddAsync("Branching", "Decision", 620, 120);
        var answer = await designer.AddAsync("HTTP", "HTTP Response", 900, 120);
        await designer.ConnectAsync(request, "Done", step);
        await designer.ConnectAsync(step, "Done", decision);
        await designer.ConnectAsync(decision, "False", answer);
        await designer.WriteAsync(request, "Path", "drawn");
        await designer.ChooseAsync(step, "Cluster", "demo");
        await designer.WriteAsync(answer, "Content", "the lock is free");
        await designer.PublishAsync();
        await window.ShootAsync("designer-drawn");
        using var answered = await Server.SendAsync(HttpMethod.Get, "/workflows/drawn", token: await Server.TokenAsync(AccessRole.Operator));
        (await answered.Content.ReadAsStringAsync(Token)).ShouldBe("the lock is free");
        window.Errors.ShouldBeEmpty();
    }

    private static JsonNode Activity(JsonNode chart, string id) => chart["activities"]!.AsArray().Single(activity => (string)activity!["id"]! == id)!;

    /// <summary>The paths of what one document has and the other lacks.</summary>
    private static IEnumerable<string> Missing(JsonNode? before, JsonNode? after, string path) => (before, after) switch
    {
        (JsonObject b, JsonObject a) => b.SelectMany(member => a.ContainsKey(member.Key) ? Missing(member.Value, a[member.Key], $"{path}.{member.Key}") : [$"{path}.{member.Key}"]),
        (JsonArray b, JsonArray a) when b.Count == a.Count => b.SelectMany((item, index) => Missing(item, a[index], $"{path}[{index}]")),
        _ when JsonNode.DeepEquals(before, after) => [],
        _ => [path],
    };
}
