using System.Net;
using System.Text.Json.Nodes;
using Masterplan.Host.Access;
using Masterplan.Host.Tests.Web;
using Masterplan.Runtime.Authoring;
using Masterplan.Runtime.Runs;
using Microsoft.Extensions.DependencyInjection;

namespace Masterplan.Host.Tests.Api;

public sealed class RunEndpointsTests : IAsyncLifetime
{
    private const string Waiting = """
        {"definitionId":"waits","root":{"id":"flow","type":"Elsa.Flowchart","version":1,"activities":[
          {"id":"go","type":"Elsa.Event","version":1,"eventName":{"typeName":"String","expression":{"type":"Literal","value":"Go"}}}],"connections":[]}}
        """;

    private const string Failing = """
        {"definitionId":"fails","options":{"incidentStrategyType":"ContinueWithIncidentsStrategy"},"root":{"id":"flow","type":"Elsa.Flowchart","version":1,"activities":[
          {"id":"fault","type":"Elsa.Fault","version":1,"message":{"typeName":"String","expression":{"type":"Literal","value":"No luck"}}}],"connections":[]}}
        """;

    private TestServer server = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private IWorkflowRuntime Runtime => server.Services.GetRequiredService<IWorkflowRuntime>();

    public async ValueTask InitializeAsync() => server = await TestServer.StartWithCloudAsync();

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    public async Task Runs_are_listed_in_pages_by_cluster_and_status()
    {
        var runs = new List<string>();
        foreach (var cluster in new[] { "one", "two", "two" })
            runs.Add(await StartAsync(Waiting, cluster));
        await Runtime.CancelAsync(runs[2], Token);
        await Runtime.WaitAsync(runs[2], Token);
        (await RunsAsync("")).ShouldBe([runs[2], runs[1], runs[0]]);
        (await RunsAsync("?page=1&pageSize=2")).ShouldBe([runs[0]]);
        (await RunsAsync("?cluster=two")).ShouldBe([runs[2], runs[1]]);
        (await RunsAsync("?cluster=two&status=under-way")).ShouldBe([runs[1]]);
        (await RunsAsync("?status=cancelled")).ShouldBe([runs[2]]);
        (await SendAsync(HttpMethod.Get, "/api/runs?status=odd")).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await SendAsync(HttpMethod.Get, "/api/runs?page=minus")).Body!["errors"]!["page"].ShouldNotBeNull();
    }

    [Fact]
    public async Task A_run_is_paused_resumed_and_cancelled_and_says_why_when_it_cannot_be()
    {
        var run = await StartAsync(Waiting, "one");
        (await SendAsync(HttpMethod.Post, $"/api/runs/{run}/resume")).Status.ShouldBe(HttpStatusCode.Conflict);
        (await SendAsync(HttpMethod.Post, $"/api/runs/{run}/pause")).Status.ShouldBe(HttpStatusCode.Accepted);
        (await Runtime.WaitAsync(run, Token)).IsPaused.ShouldBeTrue();
        (await SendAsync(HttpMethod.Post, $"/api/runs/{run}/pause")).Body!["detail"]!.ToString().ShouldContain("is paused");
        (await SendAsync(HttpMethod.Post, $"/api/runs/{run}/resume")).Status.ShouldBe(HttpStatusCode.Accepted);
        (await SendAsync(HttpMethod.Post, $"/api/runs/{run}/cancel")).Status.ShouldBe(HttpStatusCode.Accepted);
        await Runtime.WaitAsync(run, Token);
        var (status, body) = await SendAsync(HttpMethod.Post, $"/api/runs/{run}/cancel");
        status.ShouldBe(HttpStatusCode.Conflict);
        body!["detail"]!.ToString().ShouldContain("has been cancelled at");
        (await SendAsync(HttpMethod.Post, "/api/runs/none/cancel")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task An_incident_is_told_and_skipped()
    {
        var run = await StartAsync(Failing, "one");
        (await Runtime.WaitAsync(run, Token)).Status.ShouldBe(WorkflowStatus.Running);
        var told = (await SendAsync(HttpMethod.Get, $"/api/runs/{run}")).Body!;
        ((int)told["run"]!["incidents"]!).ShouldBe(1);
        told["incidents"]![0]!["message"]!.ToString().ShouldContain("No luck");
        (await SendAsync(HttpMethod.Post, $"/api/runs/{run}/skip")).Status.ShouldBe(HttpStatusCode.Accepted);
        (await Runtime.WaitAsync(run, Token)).SubStatus.ShouldBe(WorkflowSubStatus.Finished);
    }

    [Fact]
    public async Task A_viewer_sees_runs_and_steers_none()
    {
        var run = await StartAsync(Waiting, "one");
        (await SendAsync(HttpMethod.Get, $"/api/runs/{run}", AccessRole.Viewer)).Status.ShouldBe(HttpStatusCode.OK);
        foreach (var action in new[] { "pause", "resume", "retry", "skip", "cancel" })
            (await SendAsync(HttpMethod.Post, $"/api/runs/{run}/{action}", AccessRole.Viewer)).Status.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task The_document_describes_every_path_and_the_page_shows_it()
    {
        var document = (await SendAsync(HttpMethod.Get, "/api/openapi.json")).Body!;
        document["paths"]!.AsObject().Select(path => path.Key).ShouldBe(
            ["/api/clusters", "/api/clusters/{name}", "/api/clusters/{name}/certificates", "/api/clusters/{name}/backups", "/api/clusters/{name}/plan", "/api/clusters/{name}/reboot-lock/{machine}", "/api/clusters/{name}/kubeconfig", "/api/runs", "/api/runs/{id}", "/api/runs/{id}/events", "/api/audit",
             "/api/runs/{id}/pause", "/api/runs/{id}/resume", "/api/runs/{id}/retry", "/api/runs/{id}/skip", "/api/runs/{id}/cancel",
             "/workflows/cluster-bootstrap", "/workflows/worker-add", "/workflows/worker-remove", "/workflows/cluster-upgrade", "/workflows/os-maintenance", "/workflows/master-replace", "/workflows/certificate-renewal", "/workflows/cluster-backup", "/workflows/cluster-restore", "/workflows/cluster-teardown"],
            ignoreOrder: true);
        document["paths"]!["/api/clusters/{name}/kubeconfig"]!["get"]!["description"]!.ToString().ShouldBe("For admins.");
        using var page = await server.SendAsync(HttpMethod.Get, "/api", token: await server.TokenAsync(AccessRole.Viewer));
        (await page.Content.ReadAsStringAsync(Token)).ShouldContain("/api/runs/{id}/events");
    }

    private async Task<string> StartAsync(string definition, string cluster)
    {
        var id = (await server.Services.GetRequiredService<Runtime.Definitions.IWorkflowDefinitions>().ImportAsync(definition, Token)).DefinitionId;
        return await Runtime.StartAsync(new(id) { CorrelationId = cluster }, Token);
    }

    private async Task<IEnumerable<string>> RunsAsync(string query) => (await SendAsync(HttpMethod.Get, "/api/runs" + query)).Body!["runs"]!.AsArray().Select(run => (string)run!["id"]!);

    private async Task<(HttpStatusCode Status, JsonNode? Body)> SendAsync(HttpMethod method, string path, AccessRole role = AccessRole.Operator)
    {
        using var answer = await server.SendAsync(method, path, token: await server.TokenAsync(role));
        var text = await answer.Content.ReadAsStringAsync(Token);
        return (answer.StatusCode, text.StartsWith('{') || text.StartsWith('[') ? JsonNode.Parse(text) : null);
    }
}
