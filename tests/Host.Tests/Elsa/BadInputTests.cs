using System.Net;
using Masterplan.Host.Access;
using Masterplan.Host.Tests.Web;

namespace Masterplan.Host.Tests.Elsa;

public sealed class BadInputTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private readonly TestServer server = shared.Server;

    [Theory]
    [InlineData("GET", "/workflow-definitions?page=-1", null)]
    [InlineData("GET", "/workflow-definitions?pageSize=many", null)]
    [InlineData("GET", "/workflow-definitions?orderBy=Colour", null)]
    [InlineData("GET", "/workflow-definitions?versionOptions=Newest", null)]
    [InlineData("GET", "/activity-executions/list", null)]
    [InlineData("GET", "/workflow-instances?hasIncidents=perhaps", null)]
    [InlineData("POST", "/workflow-definitions", "[]")]
    [InlineData("POST", "/workflow-definitions", "{\"model\":5}")]
    [InlineData("POST", "/workflow-definitions", "{\"model\":{\"definitionId\":7}}")]
    [InlineData("POST", "/workflow-definitions", "{\"model\":{\"root\":[]}}")]
    [InlineData("POST", "/workflow-definitions", "{\"model\":{},\"model\":{}}")]
    [InlineData("POST", "/workflow-definitions", "{\"publish\":true,\"model\":{\"definitionId\":\"x\",\"root\":{\"id\":\"a\"}}}")]
    [InlineData("POST", "/workflow-definitions/import", "")]
    [InlineData("POST", "/workflow-definitions/import", "nonsense")]
    [InlineData("POST", "/workflow-definitions/x/bulk-dispatch", "{\"count\":-1}")]
    [InlineData("POST", "/workflow-instances", "{\"statuses\":[\"Resting\"]}")]
    [InlineData("POST", "/workflow-instances", "{\"page\":\"first\"}")]
    [InlineData("POST", "/workflow-instances", "{\"timestampFilters\":[{\"column\":\"Colour\"}]}")]
    [InlineData("POST", "/bulk-actions/cancel/workflow-instances", "{}")]
    public async Task What_makes_no_sense_is_refused_with_a_reason(string method, string path, string? body)
    {
        using var answer = await server.SendAsync(new HttpMethod(method), "/elsa/api" + path, body, await server.TokenAsync(AccessRole.Admin));
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("\"errors\":{\"");
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_refused()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/elsa/api/workflow-definitions/import") { Content = new StringContent(new string('x', 10_000_000)) };
        request.Headers.Authorization = new("Bearer", await server.TokenAsync(AccessRole.Admin));
        request.Headers.ExpectContinue = true;
        using var answer = await server.Client.SendAsync(request, TestContext.Current.CancellationToken);
        answer.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task What_cannot_run_is_not_published_and_every_fault_is_named_with_its_path()
    {
        var token = await server.TokenAsync(AccessRole.Admin);
        const string Model = """{"model":{"definitionId":"bad","name":"Bad","root":{"id":"s","type":"Elsa.Sequence","activities":[{"id":"a","type":"Garden.Gnome"},{"id":"b","type":"Elsa.WriteLine","text":{"typeName":"String","expression":{"type":"JavaScript","value":"1 +"}}}]}},"publish":true}""";
        using var answer = await server.SendAsync(HttpMethod.Post, "/elsa/api/workflow-definitions", Model, token);
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        text.ShouldContain("root.activities[0].type: The activity type 'Garden.Gnome' is unknown.");
        text.ShouldContain("root.activities[1].text.expression.value");
        (await server.SendAsync(HttpMethod.Get, "/elsa/api/workflow-definitions/by-definition-id/bad?versionOptions=Draft", token: token)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }
}
