using System.Net;
using Masterplan.Host.Access;

namespace Masterplan.Host.Web;

/// <summary>The frame of every page: head, bar, and what stands below.</summary>
internal static class HtmlPage
{
    private const string Style = """<link href="/assets/masterplan.css" rel="stylesheet">""";

    public static IResult Of(HttpContext context, string title, string body, string head = Style, int status = StatusCodes.Status200OK) => Results.Text(
        $"""
        <!doctype html>
        <html lang="en"{(head == Style ? "" : " class=\"light\"")}>
        <head>
        <meta charset="utf-8">
        <meta name="color-scheme" content="light dark">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{WebUtility.HtmlEncode(title)} – Masterplan</title>
        <link rel="icon" href="/assets/masterplan.svg">
        {head}
        </head>
        <body>
        {Bar(context)}
        {body}
        </body>
        </html>
        """,
        "text/html; charset=utf-8",
        statusCode: status);

    private static string Bar(HttpContext context) => context.User.Identity is not { IsAuthenticated: true, Name: { } name }
        ? """<header class="bar"><a class="brand" href="/">Masterplan</a></header>"""
        : $"""
        <a class="skip" href="#main">Skip to the content</a>
        <header class="bar">
          <a class="brand" href="/">Masterplan</a>
          <nav aria-label="Pages">{Link(context, "/", "Clusters")}{Link(context, "/runs", "Runs")}{Link(context, "/studio/workflows", "Workflows", "/studio/workflows/definitions")}{Link(context, "/api", "API")}{(context.User.IsAtLeast(AccessRole.Admin) ? Link(context, "/audit", "Audit") : "")}</nav>
          <form method="post" action="/logout"><span class="user">{WebUtility.HtmlEncode(name)}</span><button>Log out</button></form>
        </header>
        """;

    private static string Link(HttpContext context, string below, string text, string? path = null) =>
        $"<a href=\"{path ?? below}\"{(IsAt(context.Request.Path, below) ? " aria-current=\"page\"" : "")}>{text}</a>";

    private static bool IsAt(PathString path, string below) => below == "/" ? path == "/" : path.StartsWithSegments(below);
}
