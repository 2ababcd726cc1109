using System.Text.Json.Nodes;
using Masterplan.Runtime.Definitions;
using static Masterplan.Runtime.Tests.Flow;

namespace Masterplan.Runtime.Tests.Definitions;

public sealed class DefinitionTests
{
    [Fact]
    public async Task Unknown_members_survive_saving_and_loading()
    {
        await using var runtime = await TestRuntime.StartAsync(works: false);
        var document = Definition("round-trip", Chart([Write("W", "hello")]));
        document["x-ours"] = new JsonObject { ["deep"] = new JsonArray(1, 2.5, "three", null, true) };
        document["root"]!["metadata"] = new JsonObject { ["designer"] = new JsonObject { ["position"] = new JsonObject { ["x"] = -12.25, ["y"] = 100 } } };
        document["root"]!["activities"]![0]!["text"]!["futureMember"] = "kept";
        document["root"]!["connections"]!.AsArray().ShouldBeEmpty();

        var saved = await runtime.Definitions.ImportAsync(document.ToJsonString(), TestContext.Current.CancellationToken);
        var loaded = (await runtime.Definitions.FindByVersionIdAsync(saved.Id, TestContext.Current.CancellationToken))!.Document;

        foreach (var added in new[] { "version", "isLatest", "isPublished", "createdAt" })
            loaded.Remove(added).ShouldBeTrue();
        loaded.ToJsonString().ShouldBe(document.ToJsonString());
    }

    [Fact]
    public async Task Every_fault_is_reported_with_its_path()
    {
        await using var runtime = await TestRuntime.StartAsync(works: false);
        var definition = Definition(
            "broken",
            Chart(
                [
                    Activity("Elsa.Teleport", "T"), Write("W", "x"), Write("W", "y"), Set("S", "missing", "1"), WriteJs("J", "1 +"),
                    Activity("Elsa.DispatchWorkflow", "D"), Activity("Elsa.WriteLine", "L", ("text", Input("Python", "{{ x }}"))),
                    Activity("Elsa.Delay", "Wait", ("timeSpan", Literal("soon"))), Activity("Elsa.If", "I", ("condition", Literal("true")), ("result", To("nowhere"))),
                    Decision("Q", "true"),
                ],
                "W->Nowhere", "Q:Maybe->W"),
            variables: ["a:Wormhole"]);

        var faults = runtime.Definitions.Validate(definition.ToJsonString());

        faults.Select(fault => fault.Path).Order().ShouldBe(new[]
        {
            "root.activities[0].type", "root.activities[2].id", "root.activities[3].variable", "root.activities[4].text.expression.value", "root.activities[5].workflowDefinitionId",
            "root.activities[6].text.expression.type", "root.activities[7].timeSpan.expression.value",
            "root.connections[0].target", "root.connections[1].source.port", "variables[0].typeName",
        }.Order());
        var error = await Should.ThrowAsync<DefinitionException>(() => runtime.Definitions.ImportAsync(definition.ToJsonString(), TestContext.Current.CancellationToken));
        error.Faults.Count.ShouldBe(faults.Count);
        error.Message.ShouldContain("The activity type 'Elsa.Teleport' is unknown.");
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"definitionId\":\"x\",\"root\":17}")]
    [InlineData("{\"definitionId\":\"x\",\"variables\":5,\"root\":{\"type\":[],\"id\":{}}}")]
    public async Task Bad_JSON_is_a_fault_and_nothing_else(string json)
    {
        await using var runtime = await TestRuntime.StartAsync(works: false);
        runtime.Definitions.Validate(json).ShouldNotBeEmpty();
    }

    [Fact]
    public async Task What_a_program_provides_again_leaves_what_a_person_published_since()
    {
        await using var runtime = await TestRuntime.StartAsync(works: false);
        var definitions = runtime.Definitions;
        var token = TestContext.Current.CancellationToken;
        var shipped = Definition("flow", Sequence(Write("W", "shipped"))).ToJsonString();
        await definitions.ProvideAsync([("flow.json", shipped)], token);
        await definitions.ImportAsync(Definition("flow", Sequence(Write("W", "mine"))).ToJsonString(), token);

        await definitions.ProvideAsync([("flow.json", shipped)], token);
        (await definitions.FindAsync("flow", VersionOptions.Published, token))!.ShouldSatisfyAllConditions(
            mine => mine.Version.ShouldBe(2), mine => mine.Document.ToJsonString().ShouldContain("mine"));

        await definitions.ProvideAsync([("flow.json", Definition("flow", Sequence(Write("W", "next release"))).ToJsonString())], token);
        (await definitions.FindAsync("flow", VersionOptions.Published, token))!.Version.ShouldBe(3);
    }

    [Fact]
    public async Task Versions_follow_saving_publishing_retracting_and_reverting()
    {
        await using var runtime = await TestRuntime.StartAsync(works: false);
        var definitions = runtime.Definitions;
        var token = TestContext.Current.CancellationToken;

        (await definitions.SaveAsync(Definition("flow", Sequence(Write("W", "1"))), token)).ShouldSatisfyAllConditions(draft => draft.Version.ShouldBe(1), draft => draft.IsPublished.ShouldBeFalse());
        (await definitions.SaveAsync(Definition("flow", Sequence(Write("W", "2"))), token)).Version.ShouldBe(1);
        (await definitions.PublishAsync("flow", token)).Version.ShouldBe(1);
        (await definitions.SaveAsync(Definition("flow", Sequence(Write("W", "3"))), token)).Version.ShouldBe(2);
        (await definitions.FindAsync("flow", VersionOptions.Published, token))!.Version.ShouldBe(1);
        (await definitions.FindAsync("flow", VersionOptions.Latest, token))!.Version.ShouldBe(2);
        (await definitions.PublishAsync("flow", token)).Version.ShouldBe(2);
        (await definitions.VersionsAsync("flow", token)).Count(version => version.IsPublished).ShouldBe(1);
        (await definitions.RevertAsync("flow", 1, token)).ShouldSatisfyAllConditions(draft => draft.Version.ShouldBe(3), draft => draft.IsLatest.ShouldBeTrue(), draft => draft.IsPublished.ShouldBeFalse());
        (await definitions.RetractAsync("flow", token)).Version.ShouldBe(2);
        (await definitions.FindAsync("flow", VersionOptions.Published, token)).ShouldBeNull();
    }

    [Fact]
    public async Task Import_of_the_same_content_makes_no_new_version()
    {
        await using var runtime = await TestRuntime.StartAsync(works: false);
        var json = Definition("flow", Sequence(Write("W", "1"))).ToJsonString();
        var first = await runtime.Definitions.ImportAsync(json, TestContext.Current.CancellationToken);
        (await runtime.Definitions.ImportAsync(json, TestContext.Current.CancellationToken)).Id.ShouldBe(first.Id);
        (await runtime.Definitions.VersionsAsync("flow", TestContext.Current.CancellationToken)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_file_that_came_with_the_program_leaves_what_a_person_published_since()
    {
        await using var runtime = await TestRuntime.StartAsync(works: false);
        var token = TestContext.Current.CancellationToken;
        var shipped = Definition("flow", Sequence(Write("W", "shipped"))).ToJsonString();
        await runtime.Definitions.ProvideAsync([("flow.json", shipped)], token);
        await runtime.Definitions.SaveAsync(Definition("flow", Sequence(Write("W", "changed"))), token);
        await runtime.Definitions.PublishAsync("flow", token);

        await runtime.Definitions.ProvideAsync([("flow.json", shipped)], token);
        (await runtime.Definitions.FindAsync("flow", VersionOptions.Published, token))!.Version.ShouldBe(2);

        await runtime.Definitions.ProvideAsync([("flow.json", Definition("flow", Sequence(Write("W", "shipped anew"))).ToJsonString())], token);
        (await runtime.Definitions.FindAsync("flow", VersionOptions.Published, token))!.Version.ShouldBe(3);
    }
}
