using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Masterplan.Host.Access;
using Masterplan.Runtime.Runs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace Masterplan.Browser;

public sealed class PagesTests(Chromium chromium) : BrowserTests
{
    private const string Request = """{"cluster":"demo","spec":{"masters":{"count":1},"workers":{"count":1},"addOns":{"coreDns":false,"metricsServer":false,"ingress":"none"}}}""";

    /// <summary>The lowest contrast of a text with what lies behind it, and which text it is.</summary>
    private const string Contrast = """
        () => {
          const rgb = text => text.match(/[\d.]+/g).map(Number);
          const light = ([r, g, b]) => [r, g, b].map(v => v / 255).map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4).reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
          const behind = element => { for (let e = element; e; e = e.parentElement) { const c = rgb(getComputedStyle(e).backgroundColor); if (c.length < 4 || c[3] > 0) return c; } return [255, 255, 255]; };
          let worst = { ratio: 99, text: '' };
          for (const element of document.querySelectorAll('body *')) {
            if (![...element.childNodes].some(n => n.nodeType === 3 && n.data.trim()) || !element.checkVisibility() || element.closest('svg, script'))
              continue;
            const [a, b] = [light(rgb(getComputedStyle(element).color)), light(behind(element))].sort((x, y) => y - x);
            const ratio = (a + 0.05) / (b + 0.05);
            if (ratio < worst.ratio) worst = { ratio, text: element.textContent.trim().slice(0, 60) };
          }
          return `${worst.ratio.toFixed(2)} ${worst.text}`;
        }
        """;

    [Theory]
    [InlineData(360, ColorScheme.Dark)]
    [InlineData(1280, ColorScheme.Light)]
    public async Task A_cluster_is_built_before_ones_eyes_without_reloading(int width, ColorScheme scheme)
    {
        await using var window = await Window.OpenAsync(chromium, Server, AccessRole.Operator, width, 800, scheme);
        await CheckAsync(window, width, $"clusters-empty-{width}");
        await window.Page.EvaluateAsync("window.sameDocument = true");
        (await window.Page.EvaluateAsync<int>($"async () => (await fetch('/workflows/cluster-bootstrap', {{ method: 'POST', headers: {{ 'content-type': 'application/json' }}, body: '{Request}' }})).status")).ShouldBe(202);
        await window.Page.WaitForSelectorAsync(".now li");
        await window.Page.WaitForSelectorAsync("section[aria-label='Run under way'] a:has-text('cluster-bootstrap')");
        await CheckAsync(window, width, $"clusters-building-{width}");
        await window.Page.WaitForSelectorAsync(".cluster > header .good:has-text('2 of 2 nodes Ready')");
        await CheckPictureAsync(window);
        await CheckAsync(window, width, $"clusters-healthy-{width}");
        (await window.Page.EvaluateAsync<bool>("window.sameDocument")).ShouldBeTrue();
        await window.Page.ClickAsync("text=Runs");
        await window.Page.ClickAsync("text=cluster-bootstrap");
        await CheckTimelineAsync(window);
        await CheckAsync(window, width, $"run-{width}");
        window.Errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task Pages_stand_in_what_the_server_sends_before_any_script_runs()
    {
        var token = await Server.TokenAsync(AccessRole.Operator);
        using var started = await Server.SendAsync(HttpMethod.Post, "/workflows/cluster-bootstrap", Request, token);
        var run = (string)JsonNode.Parse(await started.Content.ReadAsStringAsync(Token))!["run"]!;
        await Server.Services.GetRequiredService<IWorkflowRuntime>().WaitAsync(run, Token);
        (await GetAsync("/", token)).ShouldContain("<strong>demo-worker-1</strong>");
        (await GetAsync("/runs", token)).ShouldContain(run);
        (await GetAsync($"/runs/{run}", token)).ShouldContain("Steps of demo-worker-1");
    }

    [Fact]
    public async Task Roles_decide_what_a_page_offers()
    {
        await using var viewer = await Window.OpenAsync(chromium, Server, AccessRole.Viewer);
        await using var admin = await Window.OpenAsync(chromium, Server, AccessRole.Admin);
        await StartAsync(admin);
        await viewer.Page.GotoAsync("/runs");
        await viewer.Page.ClickAsync("text=cluster-bootstrap");
        await viewer.Page.WaitForSelectorAsync(".lane");
        (await viewer.Page.Locator("#actions button").CountAsync()).ShouldBe(0);
        (await viewer.Page.Locator("nav >> text=Audit").CountAsync()).ShouldBe(0);
        (await viewer.Page.EvaluateAsync<int>("async () => (await fetch(location.pathname + '/cancel', { method: 'POST' })).status")).ShouldBe(403);
        await admin.Page.ClickAsync("nav >> text=Audit");
        await admin.Page.WaitForSelectorAsync("td:has-text('POST /workflows/cluster-bootstrap')");
        await admin.Page.WaitForSelectorAsync("td:has-text('Viewer')");
        await admin.ShootAsync("audit");
    }

    [Fact]
    public async Task The_keyboard_alone_cancels_a_run_and_focus_survives_what_changes()
    {
        await using var window = await Window.OpenAsync(chromium, Server, AccessRole.Operator, 1280, 800);
        await StartAsync(window);
        await window.Page.GotoAsync("/runs");
        await window.Page.ClickAsync("text=cluster-bootstrap");
        await window.Page.Keyboard.PressAsync("Tab");
        (await FocusedAsync(window)).ShouldBe("Skip to the content");
        await window.Page.Keyboard.PressAsync("Enter");
        await TabToAsync(window, "Cancel …");
        (await window.Page.EvaluateAsync<string>("getComputedStyle(document.activeElement).outlineStyle")).ShouldBe("solid");
        await window.Page.Keyboard.PressAsync("Enter");
        await window.Page.Keyboard.PressAsync("Tab");
        (await FocusedAsync(window)).ShouldBe("Cancel");
        await window.ShootAsync("run-keyboard");
        await window.Page.Keyboard.PressAsync("Enter");
        await window.Page.WaitForSelectorAsync("#head .state:has-text('cancelled')");
    }

    [Fact]
    public async Task A_screen_reader_finds_landmarks_names_and_what_changed()
    {
        await using var window = await Window.OpenAsync(chromium, Server, AccessRole.Operator, 1280, 800);
        await StartAsync(window);
        foreach (var path in new[] { "/", "/runs", "/api" })
        {
            await window.Page.GotoAsync(path);
            foreach (var landmark in new[] { "body > header", "nav[aria-label]", "main", "h1" })
                (await window.Page.Locator(landmark).CountAsync()).ShouldBe(1, $"{path} {landmark}");
            (await window.Page.EvaluateAsync<int>("[...document.querySelectorAll('a, button, summary, input, select')].filter(e => !(e.innerText.trim() || e.labels?.length || e.ariaLabel)).length")).ShouldBe(0, path);
        }

        await window.Page.GotoAsync("/");
        await window.Page.WaitForSelectorAsync("#announcement[role=status]:has-text('demo: 2 of 2 nodes Ready')", new() { State = WaitForSelectorState.Attached });
    }

    private static async Task StartAsync(Window window) =>
        (await window.Page.EvaluateAsync<int>($"async () => (await fetch('/workflows/cluster-bootstrap', {{ method: 'POST', headers: {{ 'content-type': 'application/json' }}, body: '{Request}' }})).status")).ShouldBe(202);

    private async Task<string> GetAsync(string path, string token)
    {
        using var page = await Server.SendAsync(HttpMethod.Get, path, token: token);
        return await page.Content.ReadAsStringAsync(Token);
    }

    /// <summary>Everything that the picture of a cluster in service shows.</summary>
    private static async Task CheckPictureAsync(Window window)
    {
        await window.Page.WaitForSelectorAsync(".etcd strong:has-text('leader')");
        foreach (var (role, name) in new[] { ("masters", "demo-master-1"), ("workers", "demo-worker-1") })
        {
            var node = await window.Page.Locator($"[aria-label={role}] .node", new() { HasText = name }).InnerTextAsync();
            node.ShouldMatch(@"Ready[\s\S]*v1\.\d+\.\d+ · \d+\.\d+\.\d+\.\d+", name);
            await window.Page.Locator($"summary:has-text('Security group demo-{role[..^1]}')").ClickAsync();
            (await window.Page.Locator($"#rules-demo-{role[..^1]} li").CountAsync()).ShouldBeGreaterThan(2);
        }

        var members = await window.Page.Locator("[aria-label=masters] .etcd li").AllInnerTextsAsync();
        members.Count.ShouldBe(2);
        members.ShouldAllBe(member => Regex.IsMatch(member, @"^(infra|kubernetes)-etcd 3\.\d+\.\d+: leader$"));
        (await window.Page.Locator(".address").InnerTextAsync()).ShouldMatch(@"^Elastic IP \d+\.\d+\.\d+\.\d+$");
        (await FactAsync(window, "Certificates")).ShouldMatch(@"^the first ends in \d+ days$");
        foreach (var role in new[] { "masters", "workers" })
            (await FactAsync(window, $"Maintenance of {role}")).ShouldMatch(@"(next|open) \d\d-\d\d \d\d:\d\d to \d\d:\d\d UTC$");
        (await FactAsync(window, "Disruption lock")).ShouldNotBeEmpty();
    }

    private static Task<string> FactAsync(Window window, string term) => window.Page.Locator($".facts div:has(dt:text-is('{term}')) dd").InnerTextAsync();

    /// <summary>A lane for the cluster and for each node, drawn and in words, with what each step waited for.</summary>
    private static async Task CheckTimelineAsync(Window window)
    {
        await window.Page.WaitForSelectorAsync("#head .state:has-text('succeeded')");
        (await window.Page.Locator(".lane").EvaluateAllAsync<string[]>("lanes => lanes.map(lane => lane.ariaLabel)")).ShouldBe(["demo", "demo-master-1", "demo-worker-1"]);
        foreach (var lane in await window.Page.Locator(".lane").AllAsync())
        {
            var steps = await lane.Locator("ol > li").CountAsync();
            steps.ShouldBeGreaterThan(0);
            (await lane.Locator("svg rect").CountAsync()).ShouldBe(steps);
        }

        var waits = await window.Page.Locator(".lane details[id^=attempts-] li").AllTextContentsAsync();
        waits.ShouldContain(wait => wait.Contains("demo-master-1", StringComparison.Ordinal));
    }

    private static Task<string> FocusedAsync(Window window) => window.Page.EvaluateAsync<string>("document.activeElement.innerText.trim()");

    private static async Task TabToAsync(Window window, string text)
    {
        for (var i = 0; i < 30; i++)
        {
            await window.Page.Keyboard.PressAsync("Tab");
            if (await FocusedAsync(window) == text)
                return;
        }

        throw new InvalidOperationException($"'{text}' is not reached by the keyboard.");
    }

    /// <summary>Nothing is wider than the window, and every text can be read.</summary>
    private static async Task CheckAsync(Window window, int width, string name)
    {
        await window.ShootAsync(name);
        (await window.Page.EvaluateAsync<int>("document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(width, name);
        var worst = await window.Page.EvaluateAsync<string>(Contrast);
        double.Parse(worst.Split(' ')[0]).ShouldBeGreaterThanOrEqualTo(4.5, $"{name}: {worst}");
    }
}
