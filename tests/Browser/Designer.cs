using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Masterplan.Browser;

/// <summary>Elsa Studio's designer, as hands use it.</summary>
internal sealed partial class Designer(Window window)
{
    private IPage Page => window.Page;

    public async Task OpenAsync(string definition)
    {
        await Page.GotoAsync($"/studio/workflows/definitions/{definition}/edit");
        await Page.WaitForSelectorAsync(".x6-node .activity-label");
    }

    public Task<IReadOnlyList<string>> NodesAsync() => Page.EvaluateAsync<string[]>("[...document.querySelectorAll('.x6-node')].map(node => node.dataset.cellId)").ContinueWith(ids => (IReadOnlyList<string>)ids.Result, TaskScheduler.Default);

    public async Task<(double X, double Y)> PlaceAsync(string node)
    {
        var numbers = Number().Matches((await Node(node).GetAttributeAsync("transform"))!).Select(match => double.Parse(match.Value, CultureInfo.InvariantCulture)).ToList();
        return (numbers[0], numbers[1]);
    }

    public ILocator Node(string id) => Page.Locator($".x6-node[data-cell-id='{id}']");

    /// <summary>Drags an activity out of the palette, and answers with its id.</summary>
    public async Task<string> AddAsync(string category, string name, float x, float y)
    {
        var before = await NodesAsync();
        var item = Page.Locator("[draggable=true]").Filter(new() { HasText = name }).First;
        if (!await item.IsVisibleAsync())
            await Page.Locator(".mud-expand-panel-header").Filter(new() { HasTextRegex = new Regex($"^{category}$") }).ClickAsync();
        await item.DragToAsync(Page.Locator(".x6-graph"), new() { TargetPosition = new() { X = x, Y = y } });
        await Page.Locator(".x6-node").Nth(before.Count).WaitForAsync(new() { State = WaitForSelectorState.Attached });
        return (await NodesAsync()).Except(before).Single();
    }

    /// <summary>Draws a line from an outcome to an activity.</summary>
    public async Task ConnectAsync(string from, string outcome, string to)
    {
        var lines = await Page.Locator(".x6-edge").CountAsync();
        await MoveToAsync(Node(from).Locator($"g[port='{outcome}'] circle").First);
        await Page.Mouse.DownAsync();
        await MoveToAsync(Node(to).Locator("g[port='In'] circle").First);
        await Page.Mouse.UpAsync();
        await Page.Locator(".x6-edge").Nth(lines).WaitForAsync(new() { State = WaitForSelectorState.Attached });
    }

    /// <summary>Selects an activity and writes one of its inputs.</summary>
    public async Task WriteAsync(string node, string input, string value)
    {
        var field = (await InputAsync(node, input)).Locator("input, textarea").First;
        await field.FillAsync(value);
        await field.PressAsync("Tab");
    }

    /// <summary>Selects an activity and chooses what one of its inputs offers.</summary>
    public async Task ChooseAsync(string node, string input, string value)
    {
        await (await InputAsync(node, input)).ClickAsync();
        await Page.Locator(".mud-popover-open [role=option]").Filter(new() { HasText = value }).ClickAsync();
    }

    public async Task PublishAsync()
    {
        var answer = await Page.RunAndWaitForResponseAsync(
            () => Page.Locator(".mud-toolbar button.mud-primary-text").First.ClickAsync(),
            response => response.Url.EndsWith("/workflow-definitions", StringComparison.Ordinal) && response.Request.Method == "POST" && (response.Request.PostData ?? "").Contains("\"publish\":true", StringComparison.Ordinal));
        answer.Status.ShouldBe(200, await answer.TextAsync());
    }

    /// <summary>Has the browser download the definition, and answers with what is in the file.</summary>
    public async Task<JsonObject> ExportAsync()
    {
        await Page.Locator(".mud-toolbar .mud-menu button").ClickAsync();
        await Page.Locator(".mud-popover-open .mud-menu-item").Filter(new() { HasTextRegex = new Regex("^\\s*Export\\s*$") }).ClickAsync();
        var download = await Page.RunAndWaitForDownloadAsync(() => Page.Locator(".mud-dialog button.mud-button-filled-primary").ClickAsync());
        await using var file = await download.CreateReadStreamAsync();
        return (JsonObject)(await JsonNode.ParseAsync(file))!;
    }

    private async Task<ILocator> InputAsync(string node, string input)
    {
        // What is selected already lies under a frame.
        await Node(node).Locator(".activity-label").ClickAsync(new() { Force = true });
        return Page.Locator(".mud-input-control").Filter(new() { Has = Page.Locator($"label:text-is('{input}')") });
    }

    private async Task MoveToAsync(ILocator port)
    {
        var box = (await port.BoundingBoxAsync())!;
        await Page.Mouse.MoveAsync(box.X + (box.Width / 2), box.Y + (box.Height / 2), new() { Steps = 8 });
    }

    [GeneratedRegex(@"-?\d+(\.\d+)?")]
    private static partial Regex Number();
}
