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

    [Theory]
    [InlineData(""" "fileSizeLimit":{"typeName":"Long","expression":{"type":"Literal","value":"3"}},""", HttpStatusCode.RequestEntityTooLarge)]
    [InlineData(""" "allowedFileExtensions":{"typeName":"List<String>","expression":{"type":"Object","value":"[\".png\"]"}},""", HttpStatusCode.UnsupportedMediaType)]
    [InlineData(""" "blockedFileExtensions":{"typeName":"List<String>","expression":{"type":"Object","value":"[\"txt\"]"}},""", HttpStatusCode.UnsupportedMediaType)]
    [InlineData(""" "allowedMimeTypes":{"typeName":"List<String>","expression":{"type":"Object","value":"[\"image/png\"]"}},""", HttpStatusCode.UnsupportedMediaType)]
    [InlineData(""" "allowedMimeTypes":{"typeName":"List<String>","expression":{"type":"Object","value":"[\"text/plain\"]"}},""", HttpStatusCode.Created)]
    public async Task A_file_that_is_not_accepted_is_refused(string limit, HttpStatusCode status)
    {
        await using var server = await ServerAsync("hello/{name}", limit);
        using var form = new MultipartFormDataContent { { new StringContent("A file.", System.Text.Encoding.UTF8, "text/plain"), "note", "note.txt" }, { new StringContent("Countess"), "title" } };
        form.First().Headers.ContentType = new("text/plain");
        using var answer = await server.Client.PostAsync("/workflows/hello/ada", form, Token);
        answer.StatusCode.ShouldBe(status);
    }

    [Fact]
    public async Task A_path_that_starts_another_workflow_is_not_published_twice()
    {
        await using var server = await ServerAsync("hello/{name}");
        var save = EndpointFlow.Save("other", null, EndpointFlow.Endpoint("in", "Hello/{who}", starts: true), EndpointFlow.Response("out", "'other'"));
        using var refused = await server.SendAsync(HttpMethod.Post, "/elsa/api/workflow-definitions", save, await server.TokenAsync(AccessRole.Admin));
        refused.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await refused.Content.ReadAsStringAsync(Token)).ShouldContain("root.activities[0].path: The path '/Hello/{who}' and the method 'post' already start the workflow 'hello'.");
        (await server.SendAsync(HttpMethod.Post, "/workflows/hello/ada", "{}")).StatusCode.ShouldBe(HttpStatusCode.Created);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a//b")]
    [InlineData("a/{b")]
    [InlineData("a/{b}/{b}")]
    public async Task What_is_no_path_is_not_published(string path)
    {
        await using var server = await TestServer.StartAsync();
        var save = EndpointFlow.Save("bad", null, EndpointFlow.Endpoint("in", path, starts: true), EndpointFlow.Response("out", "'never'"));
        using var refused = await server.SendAsync(HttpMethod.Post, "/elsa/api/workflow-definitions", save, await server.TokenAsync(AccessRole.Admin));
        refused.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await refused.Content.ReadAsStringAsync(Token)).ShouldContain("root.activities[0]");
    }

    [Fact]
    public async Task The_designer_draws_endpoints_that_ask_who_calls_and_shows_those_that_do_not_as_they_are()
    {
        await using var server = await ServerAsync("hello/{name}");
        var token = await server.TokenAsync(AccessRole.Viewer);
        using var found = await server.SendAsync(HttpMethod.Get, "/elsa/api/descriptors/activities/Elsa.HttpEndpoint", token: token);
        var descriptor = JsonNode.Parse(await found.Content.ReadAsStringAsync(Token))!;
        descriptor["constructionProperties"]!.ToJsonString().ShouldBe("""{"Authorize":{"typeName":"Boolean","expression":{"type":"Literal","value":true}}}""");
        ((bool)descriptor["inputs"]!.AsArray().Single(input => (string?)input!["name"] == "Authorize")!["defaultValue"]!).ShouldBeTrue();

        using var shown = await server.SendAsync(HttpMethod.Get, "/elsa/api/workflow-definitions/by-definition-id/hello", token: token);
        var endpoint = JsonNode.Parse(await shown.Content.ReadAsStringAsync(Token))!["root"]!["activities"]![0]!;
        ((bool)endpoint["authorize"]!["expression"]!["value"]!).ShouldBeFalse();
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
