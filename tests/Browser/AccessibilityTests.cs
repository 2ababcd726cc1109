using Masterplan.Host.Access;
using Microsoft.Playwright;

namespace Masterplan.Browser;

/// <summary>Our pages against axe's rules: the Web Content Accessibility Guidelines as far as a program can check them, and what it calls good practice.</summary>
public sealed class AccessibilityTests(Chromium chromium) : BrowserTests
{
    private const string Request = """{"cluster":"demo","spec":{"masters":{"count":1},"workers":{"count":1},"addOns":{"coreDns":false,"metricsServer":false,"ingress":"none"}}}""";

    /// <summary>What breaks a rule, one line each. What Studio's elements draw is not ours.</summary>
    private const string Broken = """
        async () => (await axe.run({ exclude: [['.studio > :not(h1)']] }, { resultTypes: ['violations'] })).violations
          .flatMap(rule => rule.nodes.map(node => `${rule.id}: ${node.html.slice(0, 160)} ${node.failureSummary.replaceAll('\n', ' ')}`))
        """;

    [Theory]
    [InlineData(ColorScheme.Light, 1280)]
    [InlineData(ColorScheme.Dark, 390)]
    public async Task No_page_breaks_a_rule(ColorScheme scheme, int width)
    {
        await using var window = await Window.OpenAsync(chromium, Server, AccessRole.Admin, width, 844, scheme);
        await CheckAsync(window, "/", "first");
        var run = await window.Page.EvaluateAsync<string>($"async () => (await (await fetch('/workflows/cluster-bootstrap', {{ method: 'POST', headers: {{ 'content-type': 'application/json' }}, body: '{Request}' }})).json()).run");
        await CheckAsync(window, "/", "building", ".now li");
        await CheckAsync(window, $"/runs/{run}", "run", "#head .state:has-text('succeeded')");
        await CheckAsync(window, "/", "built", ".etcd strong:has-text('leader')");
        await CheckAsync(window, "/runs", "runs");
        await CheckAsync(window, "/runs/none", "not-found");
        await CheckAsync(window, "/api", "api");
        await CheckAsync(window, "/audit", "audit");
        await CheckAsync(window, "/studio/workflows/definitions", "definitions", "elsa-workflow-definition-list table tbody tr");
        await window.Page.Context.ClearCookiesAsync();
        await CheckAsync(window, "/login", "login");
    }

    private static async Task CheckAsync(Window window, string path, string name, string selector = "main")
    {
        await window.Page.GotoAsync(path);
        await window.Page.WaitForSelectorAsync(selector);
        await window.ShootAsync($"accessibility-{name}-{window.Page.ViewportSize!.Width}");
        await window.Page.EvaluateAsync(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "axe.min.js"), Token));
        (await window.Page.EvaluateAsync<string[]>(Broken)).ShouldBeEmpty(name);
    }
}
