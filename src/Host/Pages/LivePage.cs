using Masterplan.Host.Access;
using Masterplan.Host.Api;
using Masterplan.Host.Runs;
using Masterplan.Host.Web;
using Masterplan.Runtime.Runs;

namespace Masterplan.Host.Pages;

/// <summary>A page that is rendered on the server, and whose sections are rendered again when something happened and sent to whom it is open.</summary>
/// <param name="Title">Its title.</param>
/// <param name="RenderAsync">Renders the sections as things are now.</param>
/// <param name="Matters">Whether the page may look different after an event.</param>
internal sealed record LivePage(string Title, Func<CancellationToken, Task<IReadOnlyList<PageSection>>> RenderAsync, Predicate<RunEvent> Matters)
{
    /// <summary>A page is rendered at most this often; readers cannot take more.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Changes that no event tells of, as the state of nodes, are looked for this often.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    public const string Suffix = "/live";

    /// <summary>Serves a page at a path, and its stream below it.</summary>
    /// <param name="app">Where.</param>
    /// <param name="path">The page's path.</param>
    /// <param name="find">The page of a request; null if there is none.</param>
    /// <param name="role">Who may see it.</param>
    public static void Map(IEndpointRouteBuilder app, string path, Func<HttpContext, Task<LivePage?>> find, AccessRole role = AccessRole.Viewer)
    {
        app.MapGet(path, async (HttpContext context) => await find(context) is { } page ? await page.AnswerAsync(context) : Missing(context)).Demand(role).ExcludeFromDescription();
        app.MapGet(path.TrimEnd('/') + Suffix, async (HttpContext context) => await find(context) is { } page ? page.Stream(context) : Results.NoContent()).Demand(role).ExcludeFromDescription();
    }

    private async Task<IResult> AnswerAsync(HttpContext context)
    {
        var request = context.Request;
        var body = Html.Of($"""
            <main id="main" tabindex="-1" data-live="{request.Path.Value!.TrimEnd('/')}{Suffix}{request.QueryString.Value}">
            <p id="offline" class="notice" hidden>The connection is lost. What you see may be old; the page goes on by itself.</p>
            {Html.Each(await RenderAsync(context.RequestAborted), section => section.Render())}
            </main>
            <script src="/assets/live.js"></script>
            """);
        context.Response.Headers.CacheControl = "no-store";
        return HtmlPage.Of(context, Title, body.Text);
    }

    private LiveResult Stream(HttpContext context)
    {
        var (events, clock) = (context.RequestServices.GetRequiredService<IRunEvents>(), context.RequestServices.GetRequiredService<TimeProvider>());
        return new LiveResult((stream, token) => WriteAsync(stream, events, clock, token));
    }

    private async Task WriteAsync(EventStream stream, IRunEvents events, TimeProvider clock, CancellationToken cancellationToken)
    {
        await using var signal = new RunSignal(events, Matters, clock);
        var told = new Dictionary<string, Html>(StringComparer.Ordinal);
        var quiet = TimeSpan.Zero;
        while (true)
        {
            foreach (var section in await RenderAsync(cancellationToken))
            {
                if (told.TryGetValue(section.Id, out var before) && before == section.Content)
                    continue;
                told[section.Id] = section.Content;
                quiet = TimeSpan.Zero;
                await stream.SendAsync("section", null, new { section.Id, html = section.Content.Text }, cancellationToken);
            }

            await Task.Delay(Pause, clock, cancellationToken);
            quiet += await signal.WaitAsync(Longest, cancellationToken) ? Pause : Pause + Longest;
            if (quiet < EventStream.Heartbeat)
                continue;
            quiet = TimeSpan.Zero;
            await stream.BeatAsync(cancellationToken);
        }
    }

    private static IResult Missing(HttpContext context) => HtmlPage.Of(
        context, "Not found", "<main id=\"main\" tabindex=\"-1\" class=\"message\"><h1>Not found</h1><p>There is nothing at this address. <a href=\"/\">Clusters</a> and <a href=\"/runs\">runs</a> are here.</p></main>", status: StatusCodes.Status404NotFound);
}
