using System.Text.Json.Nodes;
using Masterplan.Host.Access;
using Masterplan.Runtime.Definitions;
using Masterplan.Runtime.Runs;
using Microsoft.Extensions.DependencyInjection;

namespace Masterplan.Browser;

public sealed class InstancesTests(Chromium chromium) : BrowserTests
{
    private const string Address = "/studio/workflows/instances";
    [Fact]
    public async Task Runs_are_paged_and_filtered_by_status_workflow_and_correlation_and_the_viewer_opens()
    {
        var runtime = Server.Services.GetRequiredService<IWorkflowRuntime>();
        await PublishAsync("writes", """{"id":"A","type":"Elsa.WriteLine","version":1,"text":{"typeName":"String","expression":{"type":"Literal","value":"."}}}""");
        await PublishAsync("waits", """{"id":"A","type":"Elsa.Event","version":1,"eventName":{"typeName":"String","expression":{"type":"Literal","value":"Go"}}}""");
        for (var number = 0; number < 11; number++)
            await runtime.WaitAsync(await runtime.StartAsync(new("writes") { CorrelationId = $"order-{number:00}" }, Token), Token);
        var waiting = await runtime.StartAsync(new("waits"), Token);
        await using var window = await Window.OpenAsync(chromium, Server, AccessRole.Viewer, 2000, 1000);
        var list = new StudioList(window);
        await list.OpenAsync(Address);
        await list.PlaceIsAsync("1-10 of 12");
        await list.NextAsync();
        await list.PlaceIsAsync("11-12 of 12");
        await list.SearchAsync("order-07");
        await list.PlaceIsAsync("1-1 of 1");
        await list.SearchAsync("");
        await list.FilterAsync("Sub status", "Suspended");
        await list.PlaceIsAsync("1-1 of 1");
        await list.Row(waiting).WaitForAsync();
        await list.FilterAsync("Sub status", "Suspended");
        await list.FilterAsync("Status", "Finished");
        await list.PlaceIsAsync("1-10 of 11");
        await list.FilterAsync("Status", "Finished");
        await list.FilterAsync("Workflows", "waits");
        await list.PlaceIsAsync("1-1 of 1");
        await window.ShootAsync("instances");
        await list.Row(waiting).ClickAsync();
        await window.Page.WaitForSelectorAsync(".x6-node .activity-label");
        await window.Page.WaitForURLAsync($"**{Address}/{waiting}/view");
        (await window.Page.EvaluateAsync<bool>("window.sameDocument")).ShouldBeTrue();
        await window.ShootAsync("instances-viewer");
        window.Errors.ShouldBeEmpty();
    }

    private Task<WorkflowDefinition> PublishAsync(string id, string activity) => Definitions.ImportAsync(
        new JsonObject
        {
            ["definitionId"] = id,
            ["name"] = id,
            ["root"] = new JsonObject { ["id"] = "Flow", ["type"] = "Elsa.Flowchart", ["version"] = 1, ["activities"] = new JsonArray(JsonNode.Parse(activity)), ["connections"] = new JsonArray() },
        }.ToJsonString(),
        Token);
}
