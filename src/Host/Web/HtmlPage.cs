using System.Net;

namespace Masterplan.Host.Web;

/// <summary>The frame of every page: head, bar, and what stands below.</summary>
internal static class HtmlPage
{
    private const string Style = """<link href="/assets/masterplan.css" rel="stylesheet">""";

    public static IResult Of(HttpContext context, string title, string body, string head = Style, int status = StatusCodes.Status200OK) => Results.Text(
        $"""
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
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
        <header class="bar">
          <a class="brand" href="/">Masterplan</a>
          <nav aria-label="Pages">{Link(context, "/studio/workflows/definitions", "Workflows")}{Link(context, "/studio/workflows/instances", "Runs")}</nav>
          <form method="post" action="/logout"><span class="user">{WebUtility.HtmlEncode(name)}</span><button>Log out</button></form>
        </header>
        """;

    private static string Link(HttpContext context, string path, string text) =>
        $"<a href=\"{path}\"{(context.Request.Path.StartsWithSegments(path) ? " aria-current=\"page\"" : "")}>{text}</a>";
}
