using System.Net;
using System.Text.Json.Nodes;
using Masterplan.Host.Access;
using Masterplan.Host.Tests.Web;
using static Masterplan.Host.Tests.Http.EndpointFlow;

namespace Masterplan.Host.Tests.Http;

public sealed class WaitingRunsTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private readonly TestServer server = shared.Server;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_run_that_waits_for_a_second_request_goes_on_with_it_and_answers_it()
    {
        await PublishAsync(Save(
            "order", null, Endpoint("in", "order/{item}", starts: true), Response("first", "`ordered ${getInput('HttpRequest').routeData.item}`"),
            Endpoint("pay", "order/pay", inputs: ("parsedContent", Bound("paid"))), Response("second", "`paid ${getPaid().amount}`")), "paid");
        var runs = new[] { await StartAsync("/workflows/order/roses", "order-1"), await StartAsync("/workflows/order/lilies", "order-2") };
        runs.ShouldBe(["ordered roses", "ordered lilies"]);

        var ambiguous = await server.SendAsync(HttpMethod.Post, "/workflows/order/pay?workflowInstanceId=nobody", """{"amount":1}""");
        (await ambiguous.Content.ReadAsStringAsync(Token)).ShouldBe("ordered pay", "no run of that id waits, so that the path which starts one is taken");
        (await StartAsync("/workflows/order/pay", "order-2", """{"amount":2}""")).ShouldBe("paid 2");
        (await StartAsync("/workflows/order/pay", "order-1", """{"amount":3}""")).ShouldBe("paid 3");
    }

    [Fact]
    public async Task A_request_that_several_runs_wait_for_has_to_name_one()
    {
        await PublishAsync(Save("queue", null, Endpoint("in", "queue/join", starts: true), Response("out", "getWorkflowInstanceId()"), Endpoint("call", "queue/call"), Response("called", "`called ${getWorkflowInstanceId()}`")));
        var first = await StartAsync("/workflows/queue/join", null);
        var second = await StartAsync("/workflows/queue/join", null);
        using var unclear = await server.SendAsync(HttpMethod.Post, "/workflows/queue/call", "{}");
        unclear.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await unclear.Content.ReadAsStringAsync(Token)).ShouldContain("X-Workflow-Instance-ID");

        (await (await server.SendAsync(HttpMethod.Post, $"/workflows/queue/call?workflowInstanceId={second}", "{}")).Content.ReadAsStringAsync(Token)).ShouldBe($"called {second}");
        (await (await server.SendAsync(HttpMethod.Post, "/workflows/queue/call", "{}")).Content.ReadAsStringAsync(Token)).ShouldBe($"called {first}");
        (await server.SendAsync(HttpMethod.Post, "/workflows/queue/call", "{}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_waiting_endpoint_that_asks_for_a_role_refuses_everybody_else()
    {
        await PublishAsync(Save("guarded", null, Endpoint("in", "guarded/start", starts: true), Response("out", "'waiting'"), Endpoint("go", "guarded/go", inputs: [("authorize", Literal(true)), ("policy", Literal("Admin"))]), Response("gone", "'gone'")));
        (await StartAsync("/workflows/guarded/start", null)).ShouldBe("waiting");
        (await server.SendAsync(HttpMethod.Post, "/workflows/guarded/go", "{}")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await server.SendAsync(HttpMethod.Post, "/workflows/guarded/go", "{}", await server.TokenAsync(AccessRole.Operator))).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await server.SendAsync(HttpMethod.Post, "/workflows/guarded/go", "{}", await server.TokenAsync(AccessRole.Admin))).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Of_a_singleton_a_second_request_is_refused_with_a_link_to_the_first_run()
    {
        var options = new JsonObject { ["activationStrategyType"] = "Elsa.Workflows.Runtime.ActivationValidators.SingletonStrategy, Elsa.Workflows.Runtime" };
        await PublishAsync(Save("single", options, Endpoint("in", "single", starts: true), Response("out", "getWorkflowInstanceId()"), Activity("Elsa.Event", "wait", ("eventName", Literal("Enough")))));
        var run = await StartAsync("/workflows/single", null);
        using var refused = await server.SendAsync(HttpMethod.Post, "/workflows/single", "{}");
        refused.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        var body = JsonNode.Parse(await refused.Content.ReadAsStringAsync(Token))!;
        ((string)body["links"]!["run"]!).ShouldBe($"/api/runs/{run}");
        body["errors"]!.ToJsonString().ShouldContain(run);

        using var execute = await server.SendAsync(HttpMethod.Post, "/elsa/api/workflow-definitions/single/execute", "{}", await server.TokenAsync(AccessRole.Operator));
        execute.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        execute.Headers.GetValues("x-elsa-workflow-cannot-start").ShouldBe(["True"]);
    }

    [Fact]
    public async Task An_event_over_the_api_starts_the_workflow_that_begins_with_it()
    {
        var start = Activity("Elsa.Event", "in", ("eventName", Literal("Rain")));
        start["customProperties"] = new JsonObject { ["canStartWorkflow"] = true };
        await PublishAsync(Save("umbrella", null, start, Activity("Elsa.WriteLine", "out", ("text", Literal("open")))));
        (await server.SendAsync(HttpMethod.Post, "/elsa/api/events/Rain/trigger", """{"correlationId":"garden","input":{"litres":4}}""", await server.TokenAsync(AccessRole.Operator))).StatusCode.ShouldBe(HttpStatusCode.OK);
        using var runs = await server.SendAsync(HttpMethod.Post, "/elsa/api/workflow-instances", """{"definitionId":"umbrella"}""", await server.TokenAsync(AccessRole.Viewer));
        var run = JsonNode.Parse(await runs.Content.ReadAsStringAsync(Token))!["items"]!.AsArray().ShouldHaveSingleItem()!;
        ((string)run["correlationId"]!).ShouldBe("garden");
    }

    private static JsonObject Bound(string variable) => new() { ["typeName"] = "Object", ["memoryReference"] = new JsonObject { ["id"] = variable } };

    private async Task PublishAsync(string save, params string[] variables)
    {
        var body = JsonNode.Parse(save)!;
        body["model"]!["variables"] = new JsonArray([.. variables.Select(name => (JsonNode)new JsonObject { ["id"] = name, ["name"] = name, ["typeName"] = "Object" })]);
        using var saved = await server.SendAsync(HttpMethod.Post, "/elsa/api/workflow-definitions", body.ToJsonString(), await server.TokenAsync(AccessRole.Admin));
        (await saved.Content.ReadAsStringAsync(Token)).ShouldContain("\"isPublished\":true");
    }

    private async Task<string> StartAsync(string path, string? correlationId, string body = "{}")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json") };
        if (correlationId is not null)
            request.Headers.Add("X-Correlation-ID", correlationId);
        using var answer = await server.Client.SendAsync(request, Token);
        await SettledAsync();
        return await answer.Content.ReadAsStringAsync(Token);
    }

    /// <summary>A run may answer a request a moment before it waits for the next.</summary>
    private async Task SettledAsync()
    {
        var token = await server.TokenAsync(AccessRole.Viewer);
        for (var tries = 0; tries < 500; tries++)
        {
            using var busy = await server.SendAsync(HttpMethod.Post, "/elsa/api/workflow-instances", """{"subStatuses":["Pending","Executing"]}""", token);
            if ((int)JsonNode.Parse(await busy.Content.ReadAsStringAsync(Token))!["totalCount"]! == 0)
                return;
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Token);
        }

        throw new TimeoutException("Runs were still busy after ten seconds.");
    }
}
