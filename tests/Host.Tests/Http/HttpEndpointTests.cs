using System.Net;
using System.Text.Json.Nodes;
using Masterplan.Host.Access;
using Masterplan.Host.Tests.Web;

namespace Masterplan.Host.Tests.Http;

public sealed class HttpEndpointTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_request_starts_the_workflow_and_gets_its_answer()
    {
        await using var server = await ServerAsync("hello/{name}");
        using var answer = await server.SendAsync(HttpMethod.Post, "/workflows/hello/ada?greeting=Good+day", """{"title":"Countess"}""");
        answer.StatusCode.ShouldBe(HttpStatusCode.Created);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/plain");
        (await answer.Content.ReadAsStringAsync(Token)).ShouldBe("Good day Countess ada");
    }

    [Fact]
    public async Task An_endpoint_that_asks_for_a_role_refuses_everybody_else()
    {
        await using var server = await ServerAsync("hello/{name}", """ "authorize":{"typeName":"Boolean","expression":{"type":"Literal","value":true}},""");
        (await server.SendAsync(HttpMethod.Post, "/workflows/hello/ada", "{}")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await server.SendAsync(HttpMethod.Post, "/workflows/hello/ada", "{}", await server.TokenAsync(AccessRole.Viewer))).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await server.SendAsync(HttpMethod.Post, "/workflows/hello/ada", "{}", await server.TokenAsync(AccessRole.Operator))).StatusCode.ShouldBe(HttpStatusCode.Created);
    }

    [Fact]
    public async Task The_same_idempotency_key_starts_one_run()
    {
        await using var server = await ServerAsync("hello/{name}");
        for (var i = 0; i < 2; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/workflows/hello/ada");
            request.Headers.Add("Idempotency-Key", "once");
            using var answer = await server.Client.SendAsync(request, Token);
            answer.IsSuccessStatusCode.ShouldBeTrue();
        }

        using var runs = await server.SendAsync(HttpMethod.Get, "/elsa/api/workflow-instances", token: await server.TokenAsync(AccessRole.Viewer));
        ((int)JsonNode.Parse(await runs.Content.ReadAsStringAsync(Token))!["totalCount"]!).ShouldBe(1);
    }

    [Fact]
    public async Task A_request_beyond_the_limit_is_refused()
    {
        await using var server = await ServerAsync("hello/{name}", """ "requestSizeLimit":{"typeName":"Long","expression":{"type":"Literal","value":"10"}},""");
        (await server.SendAsync(HttpMethod.Post, "/workflows/hello/ada", """{"title":"Countess of Lovelace"}""")).StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task A_retracted_workflow_answers_no_more()
    {
        await using var server = await ServerAsync("hello/{name}");
        await server.SendAsync(HttpMethod.Post, "/elsa/api/workflow-definitions/hello/retract", "{}", await server.TokenAsync(AccessRole.Admin));
        (await server.SendAsync(HttpMethod.Post, "/workflows/hello/ada", "{}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private static async Task<TestServer> ServerAsync(string path, string more = "")
    {
        var server = await TestServer.StartAsync();
        var model = $$$"""
            {"model":{"definitionId":"hello","name":"Hello","root":{"id":"flow","type":"Elsa.Flowchart","version":1,"activities":[
              {"id":"in","type":"Elsa.HttpEndpoint","version":1,{{{more}}}
               "path":{"typeName":"String","expression":{"type":"Literal","value":"{{{path}}}"}},
               "supportedMethods":{"typeName":"List<String>","expression":{"type":"Object","value":"[\"POST\"]"}},"customProperties":{"canStartWorkflow":true}},
              {"id":"out","type":"Elsa.WriteHttpResponse","version":1,
               "statusCode":{"typeName":"HttpStatusCode","expression":{"type":"Literal","value":"Created"}},
               "content":{"typeName":"Object","expression":{"type":"JavaScript","value":"const r = getInput('HttpRequest'); `${r.query.greeting} ${r.content?.title} ${r.routeData.name}`"}
               }
              }],
              "connections":[{"source":{"activity":"in","port":"Done"},"target":{"activity":"out","port":"In"}}]}},"publish":true}
            """;
        using var saved = await server.SendAsync(HttpMethod.Post, "/elsa/api/workflow-definitions", model, await server.TokenAsync(AccessRole.Admin));
        (await saved.Content.ReadAsStringAsync(Token)).ShouldContain("\"isPublished\":true");
        return server;
    }
}
