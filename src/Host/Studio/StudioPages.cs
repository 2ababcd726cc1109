using System.Net;
using Masterplan.Host.Access;
using Masterplan.Host.Web;

namespace Masterplan.Host.Studio;

/// <summary>Our pages around Studio's elements, at the addresses to which the elements lead.</summary>
internal static class StudioPages
{
    private const string Base = "/studio";
    private const string Definitions = $"{Base}/workflows/definitions";
    private const string Instances = $"{Base}/workflows/instances";

    public static void MapStudio(this IEndpointRouteBuilder app)
    {
        app.MapGet(Base, () => Results.Redirect(Definitions)).AllowAnonymous();
        var pages = app.MapGroup("").Demand(AccessRole.Viewer);
        pages.MapGet(Definitions, (HttpContext context, StudioPackage package) => Page(context, package, "Workflows", "<elsa-workflow-definition-list></elsa-workflow-definition-list>"));
        pages.MapGet(Definitions + "/{id}/edit", (string id, HttpContext context, StudioPackage package) => Page(context, package, id, Element("elsa-workflow-definition-editor", "definition-id", id)));
        pages.MapGet(Instances, (HttpContext context, StudioPackage package) => Page(context, package, "Runs", "<elsa-workflow-instance-list></elsa-workflow-instance-list>"));
        pages.MapGet(Instances + "/{id}/view", (string id, HttpContext context, StudioPackage package) => Page(context, package, $"Run {id}", Element("elsa-workflow-instance-viewer", "instance-id", id)));
        app.MapGet(Base + "/{**path}", (string path, HttpContext context, StudioPackage package) => package.Answer(path, context)).AllowAnonymous();
        // The viewer's link to its definition leaves out the base.
        app.MapGet("/workflows/definitions/{id}/edit", (string id) => Results.Redirect($"{Definitions}/{Uri.EscapeDataString(id)}/edit")).AllowAnonymous();
        app.MapGet("/workflows/instances/{id}/view", (string id) => Results.Redirect($"{Instances}/{Uri.EscapeDataString(id)}/view")).AllowAnonymous();
    }

    private static string Element(string name, string attribute, string id) => $"<{name} {attribute}=\"{WebUtility.HtmlEncode(id)}\"></{name}>";

    private static IResult Page(HttpContext context, StudioPackage package, string title, string element)
    {
        if (!package.IsThere)
            return HtmlPage.Of(context, "Studio is not installed", Missing, status: StatusCodes.Status503ServiceUnavailable);
        context.Response.Headers.ContentSecurityPolicy = SecurityHeaders.StudioPolicy;
        return HtmlPage.Of(context, title, Body(context, title, element), Head);
    }

    private const string Missing = """
        <main id="main" tabindex="-1" class="message">
          <h1>Studio is not installed</h1>
          <p>The program was built without npm, which fetches Elsa Studio's elements. Install Node.js with npm and build again: <code>./masterplan --version</code>.</p>
          <p>Runs, the command line and the API work without.</p>
        </main>
        """;

    private const string Head = """
        <base href="/studio/">
        <link href="_content/MudBlazor/MudBlazor.min.css" rel="stylesheet">
        <link href="_content/CodeBeam.MudBlazor.Extensions/MudExtensions.min.css" rel="stylesheet">
        <link href="_content/Radzen.Blazor/css/material-base.css" rel="stylesheet">
        <link href="_content/Elsa.Studio.Shell/css/shell.css" rel="stylesheet">
        <link href="Elsa.Studio.Host.CustomElements.styles.css" rel="stylesheet">
        <link href="/assets/masterplan.css" rel="stylesheet">
        """;

    private static string Body(HttpContext context, string title, string element) => $"""
        <elsa-backend-provider remote-endpoint="{context.Request.Scheme}://{WebUtility.HtmlEncode(context.Request.Host.Value)}/elsa/api"></elsa-backend-provider>
        <main id="main" tabindex="-1" class="studio" aria-busy="true"><h1 class="unseen">{WebUtility.HtmlEncode(title)}</h1><p class="loading" role="status">Loading Studio …</p>{element}</main>
        <div id="blazor-error-ui" role="alert">Studio met an error. <a href="">Load the page again</a>.</div>
        <script src="_content/BlazorMonaco/jsInterop.js"></script>
        <script src="_content/MudBlazor/MudBlazor.min.js"></script>
        <script src="_content/CodeBeam.MudBlazor.Extensions/MudExtensions.min.js"></script>
        <script src="_content/Radzen.Blazor/Radzen.Blazor.js"></script>
        <script src="_framework/blazor.webassembly.js" autostart="false"></script>
        <script src="/assets/studio.js"></script>
        """;
}
