using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Masterplan.Host.Access;
using Masterplan.Host.Tests.Web;
using Masterplan.Host.Tests.Webhooks;
using Masterplan.Runtime.Runs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace Masterplan.Browser;

public sealed class ViewerTests(Chromium chromium) : BrowserTests
{
    private const string Request = """{"cluster":"demo","spec":{"masters":{"count":1},"workers":{"count":4},"addOns":{"coreDns":false,"metricsServer":false,"ingress":"none"}}}""";
    private const string Small = """{"cluster":"demo","webhook":"URL","spec":{"masters":{"count":1},"workers":{"count":0},"addOns":{"coreDns":false,"metricsServer":false,"ingress":"none"}}}""";

    /// <summary>The text of a step that has failed at least twice, and says when it is tried again.</summary>
    private const string Retrying = """
        () => [...document.querySelectorAll('.lane li:has(.error)')].map(step => step.textContent)
          .find(text => /\d+ attempts/.test(text) && /Next attempt at \d\d:\d\d:\d\d UTC/.test(text) && /Attempt 2: /.test(text))
        """;

    [Fact]
    public async Task A_bootstrap_is_watched_from_first_to_last_step_through_an_incident_that_the_page_retries()
    {
        using var events = Server.Services.GetRequiredService<IRunEvents>().Subscribe();
        using var started = await Server.SendAsync(HttpMethod.Post, "/workflows/cluster-bootstrap", Request, await Server.TokenAsync(AccessRole.Operator));
        var run = (string)JsonNode.Parse(await started.Content.ReadAsStringAsync(Token))!["run"]!;
        await foreach (var happened in events.ReadAllAsync(Token))
            if (happened is { ActivityId: "CheckCloud", EventName: "Completed" })
                break;
        await InjectAsync("quota", "etcd-port-busy");
        await using var viewer = await Window.OpenAsync(chromium, Server, AccessRole.Viewer, 2000, 1400);
        await using var page = await Window.OpenAsync(chromium, Server, AccessRole.Operator, 1280, 900);
        await viewer.Page.GotoAsync($"/studio/workflows/instances/{run}/view");
        await viewer.Page.EvaluateAsync("window.sameDocument = true");
        await page.Page.GotoAsync($"/runs/{run}");
        await page.Page.WaitForSelectorAsync(".incidents li.open:has-text('quota')");
        await page.ShootAsync("run-incident");
        await InjectAsync("etcd-port-busy");
        await page.Page.ClickAsync("#actions button:has-text('Retry')");
        await page.Page.WaitForSelectorAsync("#head .state:has-text('succeeded')");
        await page.Page.WaitForSelectorAsync(".incidents li:has-text('retried')");
        await page.Page.Locator(".lane summary", new() { HasText = "Steps of demo-master-1" }).ClickAsync();
        await page.ShootAsync("run-succeeded");
        await viewer.Page.WaitForSelectorAsync(".x6-node[data-cell-id='End'] .mud-badge", new() { State = WaitForSelectorState.Attached });
        (await viewer.Page.EvaluateAsync<bool>("window.sameDocument")).ShouldBeTrue();
        await viewer.ShootAsync("viewer-succeeded");
        viewer.Errors.Concat(page.Errors).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_step_that_fails_shows_its_attempts_its_error_and_its_next_retry_and_is_done_in_the_end()
    {
        await using var slow = await TestServer.StartWithCloudAsync(speed: 6);
        await using var receiver = await Receiver.StartAsync();
        using var started = await slow.SendAsync(HttpMethod.Post, "/workflows/cluster-bootstrap", Small.Replace("URL", receiver.Url, StringComparison.Ordinal), await slow.TokenAsync(AccessRole.Operator));
        var run = (string)JsonNode.Parse(await started.Content.ReadAsStringAsync(Token))!["run"]!;
        await using var page = await Window.OpenAsync(chromium, slow, AccessRole.Viewer, 1280, 900);
        await page.Page.GotoAsync($"/runs/{run}");
        var step = await (await page.Page.WaitForFunctionAsync(Retrying)).JsonValueAsync<string>();
        await page.Page.EvaluateAsync("document.querySelectorAll('.lane details').forEach(details => details.open = true)");
        await page.ShootAsync("run-retrying");
        step.ShouldContain("Node 'demo-master-1'");
        await CheckViewerAsync(slow, run);
        await page.Page.WaitForSelectorAsync("#head .state:has-text('succeeded')");
        await page.Page.WaitForSelectorAsync("#webhook .state:has-text('told')");
        await page.ShootAsync("run-told");
        page.Errors.ShouldBeEmpty();
    }

    /// <summary>Studio tells it too: what failed, for the how many-th time, and when it is tried again.</summary>
    private async Task CheckViewerAsync(TestServer slow, string run)
    {
        using var told = await slow.SendAsync(HttpMethod.Get, $"/api/runs/{run}", token: await slow.TokenAsync(AccessRole.Viewer));
        var failing = JsonNode.Parse(await told.Content.ReadAsStringAsync(Token))!["steps"]!.AsArray().First(step => step!["attempts"]!.AsArray().Any(attempt => ((string)attempt!).StartsWith("Attempt 2: Node 'demo-master-1'", StringComparison.Ordinal)))!;
        await using var viewer = await Window.OpenAsync(chromium, slow, AccessRole.Viewer, 2000, 1400);
        await viewer.Page.GotoAsync($"/studio/workflows/instances/{failing["instance"]}/view");
        await Window.RepeatAsync(async () =>
        {
            await viewer.Page.Locator(".mud-timeline-item", new() { HasText = (string)failing["name"]! }).Filter(new() { HasText = "Attempt failed" }).First.ClickAsync();
            await viewer.Page.Locator(".mud-tab:text-is('Event')").DispatchEventAsync("click", options: new() { Timeout = Window.Soon });
        });
        await viewer.Page.Locator("elsa-workflow-instance-viewer", new() { HasTextRegex = new Regex(@"Attempt \d+: Node 'demo-master-1'.*Next attempt in \d") }).WaitForAsync();
        await viewer.ShootAsync("viewer-retrying");
        viewer.Errors.ShouldBeEmpty();
    }

    private async Task InjectAsync(params string[] faults)
    {
        using var http = new HttpClient { BaseAddress = Server.Rehearsal };
        (await http.PostAsJsonAsync("/rehearsal/faults", new { names = faults }, Token)).EnsureSuccessStatusCode();
    }
}
