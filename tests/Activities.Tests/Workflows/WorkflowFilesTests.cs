using System.Text.Json.Nodes;
using Masterplan.Runtime.Definitions;
using Microsoft.Extensions.DependencyInjection;

namespace Masterplan.Activities.Tests.Workflows;

public sealed class WorkflowFilesTests
{
    public static TheoryData<string> Files => [.. Directory.GetFiles(Repository.PathOf("workflows"), "*.json").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    [Fact]
    public void The_workflows_of_a_clusters_life_are_there() =>
        new[] { "certificate-renewal", "cluster-backup", "cluster-bootstrap", "cluster-restore", "cluster-teardown", "cluster-upgrade", "etcd-backup", "master-configure", "master-replace", "node-launch", "node-reboot", "node-remove", "node-upgrade", "os-maintenance", "webhook", "worker-add", "worker-configure", "worker-remove" }
            .ShouldBeSubsetOf(Directory.GetFiles(Repository.PathOf("workflows"), "*.json").Select(path => Path.GetFileNameWithoutExtension(path)));

    [Theory]
    [MemberData(nameof(Files))]
    public async Task A_workflow_can_run_and_comes_back_with_every_member(string file)
    {
        await using var host = await TestHost.StartAsync();
        var definitions = host.Services.GetRequiredService<IWorkflowDefinitions>();
        var text = Read(file);
        definitions.Validate(text).ShouldBeEmpty();
        var published = await definitions.ImportAsync(text, TestContext.Current.CancellationToken);
        var before = JsonNode.Parse(text)!.AsObject();
        Missing(before, published.Document, "$").ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_activity_has_a_place_of_its_own_and_a_name_that_a_person_would_say(string file)
    {
        foreach (var chart in Charts(JsonNode.Parse(Read(file))!))
        {
            var activities = chart["activities"]!.AsArray().Select(activity => activity!.AsObject()).ToList();
            activities.Select(activity => activity["metadata"]!["designer"]!["position"]!.ToJsonString()).ShouldBeUnique();
            foreach (var activity in activities)
            {
                var name = activity["metadata"]!["displayText"]?.GetValue<string>() ?? "";
                name.ShouldNotBeNullOrWhiteSpace($"{file}: {activity["id"]}");
            }

            var ids = activities.Select(activity => activity["id"]!.GetValue<string>()).ToList();
            ids.ShouldBeUnique();
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void The_file_is_named_after_its_definition(string file) =>
        JsonNode.Parse(Read(file))!["definitionId"]!.GetValue<string>().ShouldBe(Path.GetFileNameWithoutExtension(file));

    [Theory]
    [MemberData(nameof(Files))]
    public void A_step_that_gives_up_waits_for_a_person(string file) =>
        JsonNode.Parse(Read(file))!["options"]!["incidentStrategyType"].ShouldNotBeNull().GetValue<string>().ShouldBe("ContinueWithIncidentsStrategy");

    private static string Read(string file) => File.ReadAllText(Repository.PathOf("workflows", file));

    private static IEnumerable<JsonObject> Charts(JsonNode? node) => node switch
    {
        JsonObject found => (found["activities"] is JsonArray ? new[] { found } : []).Concat(found.SelectMany(member => Charts(member.Value))),
        JsonArray items => items.SelectMany(Charts),
        _ => [],
    };

    /// <summary>The paths of what one document has and the other lacks.</summary>
    private static IEnumerable<string> Missing(JsonNode? before, JsonNode? after, string path) => (before, after) switch
    {
        (JsonObject b, JsonObject a) => b.SelectMany(member => a.ContainsKey(member.Key) ? Missing(member.Value, a[member.Key], $"{path}.{member.Key}") : [$"{path}.{member.Key}"]),
        (JsonArray b, JsonArray a) when b.Count == a.Count => b.SelectMany((item, index) => Missing(item, a[index], $"{path}[{index}]")),
        _ when JsonNode.DeepEquals(before, after) => [],
        _ => [path],
    };
}
