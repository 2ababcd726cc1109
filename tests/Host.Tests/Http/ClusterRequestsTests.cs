using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Masterplan.Activities.Clusters;
using Masterplan.Activities.Clusters.Locks;
using Masterplan.Host.Access;
using Masterplan.Host.Clusters;
using Masterplan.Host.Tests.Web;
using Masterplan.Runtime.Definitions;
using Masterplan.Runtime.Runs;
using Microsoft.Extensions.DependencyInjection;

namespace Masterplan.Host.Tests.Http;

public sealed class ClusterRequestsTests : IAsyncLifetime
{
    private const string Small = """{"cluster":"demo","spec":{"masters":{"count":1},"workers":{"count":0}}}""";
    private TestServer server = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => server = await TestServer.StartWithCloudAsync();

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    public async Task A_request_starts_the_run_and_says_where_more_is_told()
    {
        var (status, body) = await PostAsync("cluster-bootstrap", Small);
        status.ShouldBe(HttpStatusCode.Accepted, body?.ToJsonString());
        var run = (string)body!["run"]!;
        body["links"]!["run"]!.ToString().ShouldBe($"/api/runs/{run}");
        body["links"]!["cluster"]!.ToString().ShouldBe("/api/clusters/demo");
        var started = await Instances.GetAsync(run, Token);
        started.CorrelationId.ShouldBe("demo");
        JsonNode.Parse(started.Input["Spec"]!.ToString()!)!["masters"]!["count"]!.GetValue<int>().ShouldBe(1);
        await WaitForStepAsync(run, "Plan");
        (await Instances.ExecutionsAsync(run, cancellationToken: Token)).Select(execution => execution.ActivityId).ShouldNotContain("Start");
    }

    [Theory]
    [InlineData("cluster-bootstrap", """{"cluster":"Bad_Name","spec":"masters: {count: 2}\nworkers: {count: -1}"}""", "cluster", "spec.masters.count", "spec.workers.count")]
    [InlineData("cluster-bootstrap", """{"clutser":"demo","spec":7}""", "clutser", "cluster", "spec")]
    [InlineData("cluster-bootstrap", "[]", "request")]
    [InlineData("cluster-bootstrap", "", "cluster")]
    [InlineData("cluster-bootstrap", """{"cluster":"demo","spec":"zone: nowhere"}""", "spec.zone", "spec.masters.instanceType", "spec.workers.instanceType")]
    [InlineData("worker-add", """{"cluster":"demo","workers":"many"}""", "workers")]
    [InlineData("worker-add", """{"cluster":"demo","workers":3}""", "request")]
    [InlineData("worker-remove", """{"cluster":"demo"}""", "workers")]
    [InlineData("cluster-restore", """{"cluster":"demo"}""", "backup")]
    [InlineData("worker-remove", """{"cluster":"demo","workers":0}""", "request")]
    [InlineData("cluster-upgrade", """{"cluster":"demo","version":"v1.37.1"}""", "request")]
    [InlineData("os-maintenance", """{"cluster":"demo","ignoreWindows":"perhaps","run":"x"}""", "ignoreWindows", "run")]
    [InlineData("cluster-teardown", """{"cluster":"demo"}""", "request")]
    [InlineData("master-replace", """{"cluster":"demo"}""", "node")]
    [InlineData("certificate-renewal", """{"cluster":"demo","all":"perhaps"}""", "all")]
    public async Task A_request_that_makes_no_sense_is_told_every_fault_and_starts_nothing(string path, string request, params string[] places)
    {
        var (status, body) = await PostAsync(path, request);
        status.ShouldBe(HttpStatusCode.BadRequest, body?.ToJsonString());
        body!["errors"]!.AsObject().Select(error => error.Key).ShouldBe(places, ignoreOrder: true, body.ToJsonString());
        (await Instances.ListAsync(new(), Token)).TotalCount.ShouldBe(0);
    }

    [Theory]
    [InlineData("4", "worker-add demo --workers 4")]
    [InlineData("-1", "There cannot be -1")]
    [InlineData("null", "missing or no whole number")]
    public async Task A_total_to_which_workers_cannot_be_brought_down_is_refused_under_its_path(string workers, string why)
    {
        await server.Services.GetRequiredService<ClusterRegistry>().AcceptAsync("demo", "workers: {count: 3}", Token);
        var (status, body) = await PostAsync("worker-remove", $$"""{"cluster":"demo","workers":{{workers}}}""");
        status.ShouldBe(HttpStatusCode.BadRequest, body?.ToJsonString());
        body!["errors"]!["workers"]!.ToJsonString().ShouldContain(why);
        using var studio = await server.SendAsync(HttpMethod.Post, "/elsa/api/workflow-definitions/worker-remove/dispatch", $$$"""{"input":{"Cluster":"demo","Workers":{{{workers}}}}}""", await server.TokenAsync(AccessRole.Operator));
        studio.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await Instances.ListAsync(new(), Token)).TotalCount.ShouldBe(0);
    }

    [Fact]
    public async Task Studio_brings_no_workers_down_to_a_total_that_it_does_not_name()
    {
        await server.Services.GetRequiredService<ClusterRegistry>().AcceptAsync("demo", "workers: {count: 3}", Token);
        using var answer = await server.SendAsync(HttpMethod.Post, "/elsa/api/workflow-definitions/worker-remove/dispatch", """{"input":{"Cluster":"demo"}}""", await server.TokenAsync(AccessRole.Operator));
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await Instances.ListAsync(new(), Token)).TotalCount.ShouldBe(0);
    }

    [Fact]
    public async Task A_cluster_with_a_run_under_way_starts_no_other_and_says_which_it_is()
    {
        var (_, first) = await PostAsync("cluster-bootstrap", Small);
        var (status, body) = await PostAsync("worker-add", """{"cluster":"demo","workers":3}""");
        status.ShouldBe(HttpStatusCode.Conflict);
        body!["links"]!["run"]!.ToString().ShouldBe(first!["links"]!["run"]!.ToString());
        (await server.SendAsync(HttpMethod.Post, "/elsa/api/workflow-definitions/cluster-bootstrap/dispatch", """{"input":{"Cluster":"demo"}}""", await server.TokenAsync(AccessRole.Operator)))
            .StatusCode.ShouldBe(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task A_run_that_a_schedule_dispatched_for_a_cluster_is_its_run_under_way()
    {
        await server.Services.GetRequiredService<ClusterRegistry>().AcceptAsync("demo", "", Token);
        await server.Services.GetRequiredService<DisruptionLock>().TakeAsync("demo", "someone", "a test", Token);
        await server.Services.GetRequiredService<IWorkflowDefinitions>().ImportAsync(
            """{"id":"nightly-1","definitionId":"nightly","root":{"id":"Maintain","type":"Elsa.ExecuteWorkflow","version":1,"workflowDefinitionId":{"typeName":"String","expression":{"type":"Literal","value":"os-maintenance"}},"correlationId":{"typeName":"String","expression":{"type":"Literal","value":"demo"}},"waitForCompletion":{"typeName":"Boolean","expression":{"type":"Literal","value":true}},"input":{"typeName":"ObjectDictionary","expression":{"type":"JavaScript","value":"({ Cluster: 'demo', IgnoreWindows: true })"}}}}""",
            Token);
        using (var events = server.Services.GetRequiredService<IRunEvents>().Subscribe())
        {
            await server.Services.GetRequiredService<IWorkflowRuntime>().StartAsync(new("nightly"), Token);
            (await events.ReadAllAsync(Token).FirstAsync(happened => happened.ActivityId == "TakeLock", Token)).ShouldNotBeNull();
        }

        var runs = server.Services.GetRequiredService<ClusterRuns>();
        var dispatched = (await runs.UnderWayAsync("demo", Token)).ShouldNotBeNull();
        dispatched.DefinitionId.ShouldBe("os-maintenance");
        (await runs.IsAnyUnderWayAsync("demo", Token)).ShouldBeTrue();
        (await runs.IsAnyUnderWayAsync("other", Token)).ShouldBeFalse();
        var (status, body) = await PostAsync("certificate-renewal", """{"cluster":"demo"}""");
        status.ShouldBe(HttpStatusCode.Conflict);
        body!["links"]!["run"]!.ToString().ShouldBe($"/api/runs/{dispatched.Id}");
    }

    [Theory]
    [InlineData("demo-worker-1", "masters: {count: 3}", "no master")]
    [InlineData("demo-master-4", "masters: {count: 3}", "no master")]
    [InlineData("demo-master-1", "masters: {count: 1}", "the only master")]
    public async Task A_master_that_cannot_be_replaced_is_refused_under_its_path(string node, string spec, string why)
    {
        await server.Services.GetRequiredService<ClusterRegistry>().AcceptAsync("demo", spec, Token);
        var (status, body) = await PostAsync("master-replace", $$"""{"cluster":"demo","node":"{{node}}"}""");
        status.ShouldBe(HttpStatusCode.BadRequest, body?.ToJsonString());
        body!["errors"]!["node"]!.ToJsonString().ShouldContain(why);
        (await Instances.ListAsync(new(), Token)).TotalCount.ShouldBe(0);
    }

    [Fact]
    public async Task The_same_key_gives_the_same_run_and_the_same_answer()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => PostAsync("cluster-bootstrap", Small, "once")));
        answers.ShouldAllBe(answer => answer.Status == HttpStatusCode.Accepted);
        answers.Select(answer => answer.Body!.ToJsonString()).Distinct().Count().ShouldBe(1);
        (await Instances.ListAsync(new() { RootsOnly = true }, Token)).TotalCount.ShouldBe(1);
        var (status, body) = await PostAsync("cluster-bootstrap", """{"cluster":"other"}""", "once");
        status.ShouldBe(HttpStatusCode.BadRequest);
        body!["detail"]!.ToString().ShouldContain("Idempotency-Key");
    }

    [Theory]
    [InlineData(null, HttpStatusCode.Unauthorized)]
    [InlineData("Viewer", HttpStatusCode.Forbidden)]
    public async Task Only_operators_start_runs(string? role, HttpStatusCode expected)
    {
        foreach (var path in new[] { "cluster-bootstrap", "worker-add", "worker-remove", "cluster-upgrade", "master-replace", "certificate-renewal", "os-maintenance", "cluster-backup", "cluster-restore", "cluster-teardown" })
        {
            using var answer = await server.SendAsync(HttpMethod.Post, $"/workflows/{path}", Small, role is null ? null : await server.TokenAsync(Enum.Parse<AccessRole>(role)));
            answer.StatusCode.ShouldBe(expected);
        }
    }

    private IWorkflowInstances Instances => server.Services.GetRequiredService<IWorkflowInstances>();

    private async Task WaitForStepAsync(string run, string activity)
    {
        using var events = server.Services.GetRequiredService<IRunEvents>().Subscribe();
        if ((await Instances.ExecutionsAsync(run, cancellationToken: Token)).Any(execution => execution.ActivityId == activity))
            return;
        await foreach (var happened in events.ReadAllAsync(Token))
            if (happened.InstanceId == run && happened.ActivityId == activity)
                return;
    }

    private async Task<(HttpStatusCode Status, JsonNode? Body)> PostAsync(string path, string body, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/workflows/{path}") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new("Bearer", await server.TokenAsync(AccessRole.Operator));
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        using var answer = await server.Client.SendAsync(request, Token);
        var text = await answer.Content.ReadAsStringAsync(Token);
        return (answer.StatusCode, text.Length == 0 ? null : JsonNode.Parse(text));
    }
}
