using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Masterplan.Browser;

/// <summary>One of Elsa Studio's lists, as hands use it.</summary>
internal sealed class StudioList(Window window)
{
    public ILocator Rows => Page.Locator("tbody tr:has(td[data-label])");

    private IPage Page => window.Page;

    public async Task OpenAsync(string path)
    {
        await Page.GotoAsync(path);
        await Rows.First.WaitForAsync();
        await Page.EvaluateAsync("window.sameDocument = true");
    }

    public ILocator Row(string id) => Page.Locator("tbody tr", new() { Has = Page.Locator($"td[data-label='ID']:text-is('{id}')") });

    public Task SearchAsync(string text) => Page.FillAsync("[placeholder^='Search on']", text);

    public Task NextAsync() => Page.ClickAsync("[aria-label='Next page']");

    /// <summary>Waits until the list says which rows of how many it shows, as in 1-10 of 12.</summary>
    public Task PlaceIsAsync(string text) => Page.Locator($".mud-table-page-number-information:text-is('{text}')").WaitForAsync();

    /// <summary>Waits until so many rows are shown; the place is told before them.</summary>
    public Task RowsAreAsync(int count) => Assertions.Expect(Rows).ToHaveCountAsync(count, new() { Timeout = 30_000 });

    /// <summary>Chooses from the menu of a row. The list closes it when it is drawn anew: then it is opened again.</summary>
    public Task ChooseAsync(string id, string action, Func<Task> told) => Window.RepeatAsync(async () =>
    {
        await Page.Keyboard.PressAsync("Escape");
        await Row(id).Locator(".mud-menu button").ClickAsync(new() { Timeout = Window.Soon });
        await Page.Locator(".mud-popover-open .mud-menu-item").Filter(new() { HasTextRegex = new Regex($"^\\s*{action}\\s*$") }).ClickAsync(new() { Timeout = Window.Soon });
        await told();
    });

    /// <summary>Waits until the list tells this as the published version of a workflow; it is read anew after each change, which closes menus.</summary>
    public Task PublishedIsAsync(string id, string version) => Row(id).Locator("td[data-label='Published version']").Filter(new() { HasTextRegex = new Regex($"^[\\s-]*{version}\\s*$") }).WaitForAsync(new() { Timeout = 3 * Window.Soon });

    /// <summary>Narrows the list down by one of its drop-downs.</summary>
    public async Task FilterAsync(string filter, string value)
    {
        await Page.Locator(".mud-select-extended", new() { Has = Page.Locator($"label:text-is('{filter}')") }).Locator("[tabindex='0']").First.ClickAsync();
        await Page.Locator(".mud-popover-open").GetByText(value, new() { Exact = true }).ClickAsync();
        await Page.Keyboard.PressAsync("Escape");
    }
}
