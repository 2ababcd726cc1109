using Masterplan.Activities.Tests;
using Masterplan.Host.Access;
using Masterplan.Host.Tests.Web;
using Microsoft.Playwright;

namespace Masterplan.Browser;

/// <summary>A browser's window on a server, as someone of a role.</summary>
internal sealed class Window : IAsyncDisposable
{
    /// <summary>On a busy machine Studio takes its time; nothing waits this long otherwise.</summary>
    private const float Patience = 60_000;

    /// <summary>How long something may take that a page does not do when it is drawn anew at that moment, in milliseconds.</summary>
    public const float Soon = 10_000;
    private const int Attempts = 6;
    private readonly IBrowserContext context;

    private Window(IBrowserContext context, IPage page, string server)
    {
        (this.context, Page) = (context, page);
        page.Request += (_, request) =>
        {
            if (request.Url.StartsWith("http", StringComparison.Ordinal) && !request.Url.StartsWith(server, StringComparison.Ordinal))
                Errors.Add($"{request.Url} is not this server's.");
        };
        page.PageError += (_, error) => Errors.Add(error);
        page.Console += (_, line) =>
        {
            // A refused request is shown on the page, and the browser writes it down as well.
            if (line.Type == "error" && !line.Text.Contains("the server responded with a status of 4", StringComparison.Ordinal))
                Errors.Add(line.Text);
        };
    }

    public IPage Page { get; }

    /// <summary>What the pages' scripts, and the browser about them, complained of.</summary>
    public List<string> Errors { get; } = [];

    public static async Task<Window> OpenAsync(Chromium chromium, TestServer server, AccessRole role, int width = 1600, int height = 1000, ColorScheme scheme = ColorScheme.Light)
    {
        var context = await chromium.WindowAsync(new() { BaseURL = server.Address.ToString(), ViewportSize = new() { Width = width, Height = height }, ColorScheme = scheme });
        context.SetDefaultTimeout(Patience);
        var window = new Window(context, await context.NewPageAsync(), server.Address.ToString());
        await window.Page.GotoAsync("/login");
        await window.Page.FillAsync("[name=name]", role.ToString());
        await window.Page.FillAsync("[name=password]", TestServer.Password);
        await window.Page.ClickAsync("main button");
        await window.Page.WaitForSelectorAsync("h1:has-text('Clusters')");
        return window;
    }

    /// <summary>Does as a person does with a page that moves: what did not take is done again.</summary>
    public static async Task RepeatAsync(Func<Task> act)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await act();
                return;
            }
            catch (TimeoutException) when (attempt < Attempts)
            {
                // It was drawn anew under the hand.
            }
        }
    }

    /// <summary>Keeps a picture, which continuous integration hands out.</summary>
    public Task ShootAsync(string name) => Page.ScreenshotAsync(new() { Path = Path.Combine(Folder, $"{name}.png"), FullPage = true });

    public async ValueTask DisposeAsync() => await context.DisposeAsync();

    private static string Folder => Directory.CreateDirectory(Repository.PathOf("artifacts", "screenshots")).FullName;
}
