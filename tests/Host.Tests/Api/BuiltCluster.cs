using System.Text.Json.Nodes;
using Masterplan.Host.Access;
using Masterplan.Host.Tests.Web;
using Masterplan.Runtime.Authoring;
using Masterplan.Runtime.Runs;
using Microsoft.Extensions.DependencyInjection;

namespace Masterplan.Host.Tests.Api;

/// <summary>A server with a small cluster that was asked for over HTTP; for tests that leave it as it is.</summary>
public sealed class BuiltCluster : IAsyncLifetime
{
    private const string Request = """{"cluster":"demo","spec":{"masters":{"count":1},"workers":{"count":1},"addOns":{"coreDns":false,"metricsServer":false,"ingress":"none"}}}""";

    internal TestServer Server { get; private set; } = null!;

    public string Run { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        Server = await TestServer.StartWithCloudAsync();
        using var answer = await Server.SendAsync(HttpMethod.Post, "/workflows/cluster-bootstrap", Request, await Server.TokenAsync(AccessRole.Operator));
        Run = (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["run"]!;
        var ended = await Server.Services.GetRequiredService<IWorkflowRuntime>().WaitAsync(Run);
        ended.SubStatus.ShouldBe(WorkflowSubStatus.Finished);
    }

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
