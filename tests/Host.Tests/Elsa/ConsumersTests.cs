using System.Text.Json.Nodes;
using Masterplan.Host.Access;
using Masterplan.Host.Tests.Web;

namespace Masterplan.Host.Tests.Elsa;

public sealed class ConsumersTests(SharedServer shared) : IClassFixture<SharedServer>
{
    [Fact]
    public async Task Publishing_tells_how_many_consumers_were_brought_along()
    {
        await SaveAsync(Used("one"));
        await SaveAsync("""{"definitionId":"consumer","name":"Consumer","root":{"id":"s","type":"Elsa.Sequence","version":1,"activities":[{"id":"u","type":"Shared","version":1}]}}""");
        ((int)(await SaveAsync(Used("two")))["consumingWorkflowCount"]!).ShouldBe(1);
        await PostAsync("/workflow-definitions", $$"""{"model":{{Used("three")}}}""");
        var published = await PostAsync("/bulk-actions/publish/workflow-definitions/by-definition-ids", """{"definitionIds":["shared"]}""");
        published["updatedConsumers"]!.ToJsonString().ShouldBe("""["consumer"]""");
        (await PostAsync("/workflow-definitions/shared/update-references", "{}"))["affectedWorkflows"]!.AsArray().ShouldBeEmpty();
    }

    private static string Used(string text) =>
        """{"definitionId":"shared","name":"Shared","options":{"usableAsActivity":true,"autoUpdateConsumingWorkflows":true},"root":{"id":"w","type":"Elsa.WriteLine","version":1,"text":{"typeName":"String","expression":{"type":"Literal","value":"TEXT"}}}}""".Replace("TEXT", text, StringComparison.Ordinal);

    private Task<JsonNode> SaveAsync(string model) => PostAsync("/workflow-definitions", $$"""{"publish":true,"model":{{model}}}""");

    private async Task<JsonNode> PostAsync(string path, string body)
    {
        using var answer = await shared.Server.SendAsync(HttpMethod.Post, "/elsa/api" + path, body, await shared.Server.TokenAsync(AccessRole.Admin));
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        answer.IsSuccessStatusCode.ShouldBeTrue(text);
        return JsonNode.Parse(text)!;
    }
}
