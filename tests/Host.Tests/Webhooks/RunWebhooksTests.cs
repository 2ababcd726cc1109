using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Masterplan.Host.Access;
using Masterplan.Host.Tests.Web;
using Masterplan.Host.Webhooks;
using Masterplan.Runtime.Authoring;
using Masterplan.Runtime.Runs;
using Microsoft.Extensions.DependencyInjection;

namespace Masterplan.Host.Tests.Webhooks;

public sealed class RunWebhooksTests : IAsyncLifetime
{
    private const string AddOns = """{"coreDns":false,"metricsServer":false,"ingress":"none"}""";
    private TestServer server = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private IWorkflowInstances Instances => server.Services.GetRequiredService<IWorkflowInstances>();

    public async ValueTask InitializeAsync() => server = await TestServer.StartWithCloudAsync();

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    public async Task The_end_of_a_run_is_told_with_its_links_and_asked_for_again_only_while_it_is_not_answered_well()
    {
        await using var receiver = await Receiver.StartAsync(500, 503);
        var run = await BootstrapAsync(receiver, workers: 0);
        var deliveries = new[] { await receiver.NextAsync(), await receiver.NextAsync(), await receiver.NextAsync() };
        deliveries.Select(delivery => delivery.Answered).ShouldBe([500, 503, 204]);
        deliveries.ShouldAllBe(delivery => delivery.Key == $"webhook:{run}:end");
        var body = deliveries[^1].Body;
        JsonNode.DeepEquals(body, deliveries[0].Body).ShouldBeTrue();
        body["at"]!.GetValue<DateTimeOffset>().ShouldBe((await Instances.GetAsync(run, Token)).FinishedAt!.Value);
        body.Remove("at");
        body.ToJsonString().ShouldBe(
            $$$"""{"event":"succeeded","run":"{{{run}}}","workflow":"cluster-bootstrap","cluster":"demo","status":"succeeded","links":{"run":"/api/runs/{{{run}}}","events":"/api/runs/{{{run}}}/events","page":"/runs/{{{run}}}","viewer":"/studio/workflows/instances/{{{run}}}/view","cluster":"/api/clusters/demo"}}""");
        var telling = (await Instances.ListAsync(new() { DefinitionId = RunWebhooks.DefinitionId }, Token)).Items.ShouldHaveSingleItem();
        (await server.Services.GetRequiredService<IWorkflowRuntime>().WaitAsync(telling.Id, Token)).SubStatus.ShouldBe(WorkflowSubStatus.Finished);
        (await server.Services.GetRequiredService<WebhookRuns>().SettleAsync(run, Token)).ShouldBe(WebhookState.Told);
        receiver.HasMore.ShouldBeFalse();
    }

    [Fact]
    public async Task A_step_that_needs_a_person_is_told_and_so_is_the_end_after_the_retry()
    {
        await using var receiver = await Receiver.StartAsync();
        using var events = server.Services.GetRequiredService<IRunEvents>().Subscribe(happened => happened is { ActivityId: "CheckCloud", EventName: "Completed" });
        var run = await BootstrapAsync(receiver, workers: 4);
        await foreach (var _ in events.ReadAllAsync(Token))
            break;
        await InjectAsync("quota");
        var suspended = await receiver.NextAsync();
        suspended.Event.ShouldBe("suspended");
        suspended.Key.ShouldStartWith($"webhook:{run}:");
        suspended.Key.ShouldNotEndWith(":end");
        suspended.Body["incident"]!["step"]!.ToString().ShouldNotBeEmpty();
        suspended.Body["incident"]!["node"]!.ToString().ShouldStartWith("demo-");
        suspended.Body["incident"]!["message"]!.ToString().ShouldContain("quota");
        suspended.Body["incident"]!["remedy"]!.ToString().ShouldContain($"runs retry {run}");
        await server.Services.GetRequiredService<IWorkflowRuntime>().WaitAsync(run, Token);
        var told = new List<Delivery> { suspended };
        foreach (var _ in (await Instances.IncidentsAsync(run, cancellationToken: Token)).Skip(1))
            told.Add(await receiver.NextAsync());
        told.Select(delivery => delivery.Key).ShouldBeUnique();
        told.ShouldAllBe(delivery => delivery.Event == "suspended");
        await InjectAsync();
        await server.Services.GetRequiredService<IWorkflowRuntime>().RetryAsync(run, cancellationToken: Token);
        var end = await receiver.NextAsync();
        (end.Event, end.Key).ShouldBe(("succeeded", $"webhook:{run}:end"));
        receiver.HasMore.ShouldBeFalse();
    }

    [Fact]
    public async Task A_cancelled_run_is_told_and_the_telling_stands_in_no_list_of_runs_but_on_the_runs_page()
    {
        await using var receiver = await Receiver.StartAsync(404);
        var run = await BootstrapAsync(receiver, workers: 1);
        await server.Services.GetRequiredService<IWorkflowRuntime>().CancelAsync(run, Token);
        (await receiver.NextAsync()).Event.ShouldBe("cancelled");
        (await server.Services.GetRequiredService<WebhookRuns>().SettleAsync(run, Token)).ShouldBe(WebhookState.Waiting);
        var telling = (await Instances.ListAsync(new() { DefinitionId = RunWebhooks.DefinitionId }, Token)).Items.ShouldHaveSingleItem();
        (await GetAsync("/api/runs")).ShouldNotContain(telling.Id);
        (await GetAsync("/api/runs?definition=webhook")).ShouldContain(telling.Id);
        (await GetAsync($"/runs/{run}")).ShouldContain($"""<a href="/runs/{telling.Id}">cluster-bootstrap demo cancelled</a> <span class="state bad">not told</span>""");
        (await GetAsync($"/api/runs/{telling.Id}")).ShouldContain("answered 404");
        await server.Services.GetRequiredService<IWorkflowRuntime>().RetryAsync(telling.Id, cancellationToken: Token);
        (await receiver.NextAsync()).Answered.ShouldBe(204);
        (await server.Services.GetRequiredService<IWorkflowRuntime>().WaitAsync(telling.Id, Token)).SubStatus.ShouldBe(WorkflowSubStatus.Finished);
        receiver.HasMore.ShouldBeFalse();
    }

    [Theory]
    [InlineData("ftp://example.org/x", "is not an http or https address")]
    [InlineData("/hooks", "is not an http or https address")]
    [InlineData("https://me:hunter2@example.org/", "holds a user or a password")]
    [InlineData("http://169.254.169.254/latest", "link-local")]
    [InlineData("http://[fe80::1]/", "link-local")]
    public async Task An_address_that_makes_no_sense_is_refused_together_with_every_other_fault(string url, string why)
    {
        var request = new JsonObject { ["cluster"] = "demo", ["spec"] = "masters: { count: 2 }", ["webhook"] = url }.ToJsonString();
        using var answer = await server.SendAsync(HttpMethod.Post, "/workflows/cluster-bootstrap", request, await server.TokenAsync(AccessRole.Operator));
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var errors = JsonNode.Parse(await answer.Content.ReadAsStringAsync(Token))!["errors"]!.AsObject();
        errors.Select(error => error.Key).ShouldBe(["spec.masters.count", "webhook"], ignoreOrder: true, errors.ToJsonString());
        errors["webhook"]![0]!.ToString().ShouldContain(why);
        errors.ToJsonString().ShouldNotContain("hunter2");
        (await Instances.ListAsync(new(), Token)).TotalCount.ShouldBe(0);
    }

    [Fact]
    public async Task Studios_run_checks_the_address_as_well_even_of_a_run_for_every_cluster()
    {
        foreach (var (definition, input) in new[] { ("cluster-bootstrap", """{"Cluster":"demo","Webhook":"nowhere"}"""), ("os-maintenance", """{"Webhook":"nowhere"}""") })
        {
            using var answer = await server.SendAsync(HttpMethod.Post, $"/elsa/api/workflow-definitions/{definition}/dispatch", $$"""{"input":{{input}}}""", await server.TokenAsync(AccessRole.Operator));
            answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest, definition);
        }
    }

    private async Task<string> BootstrapAsync(Receiver receiver, int workers)
    {
        var request = $$$"""{"cluster":"demo","spec":{"masters":{"count":1},"workers":{"count":{{{workers}}}},"addOns":{{{AddOns}}}},"webhook":"{{{receiver.Url}}}"}""";
        using var answer = await server.SendAsync(HttpMethod.Post, "/workflows/cluster-bootstrap", request, await server.TokenAsync(AccessRole.Operator));
        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted, await answer.Content.ReadAsStringAsync(Token));
        return (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync(Token))!["run"]!;
    }

    private async Task<string> GetAsync(string path)
    {
        using var answer = await server.SendAsync(HttpMethod.Get, path, token: await server.TokenAsync(AccessRole.Viewer));
        return await answer.Content.ReadAsStringAsync(Token);
    }

    private async Task InjectAsync(params string[] faults)
    {
        using var http = new HttpClient { BaseAddress = server.Rehearsal };
        (await http.PostAsJsonAsync("/rehearsal/faults", new { names = faults }, Token)).EnsureSuccessStatusCode();
    }
}
