using System.Net;
using Masterplan.Host.Access;
using Microsoft.AspNetCore.Authentication;

namespace Masterplan.Host.Web;

/// <summary>Logs people in and out.</summary>
internal static class LoginEndpoints
{
    private const string Home = "/";
    private const string ReturnUrl = "ReturnUrl";

    public static void MapLogin(this IEndpointRouteBuilder app)
    {
        app.MapGet("/login", (HttpContext context) => Form(context, Target(context.Request.Query[ReturnUrl]), fault: null)).AllowAnonymous();
        app.MapPost("/login", LoginAsync).AllowAnonymous().DisableAntiforgery();
        app.MapPost("/logout", async (HttpContext context) =>
        {
            await context.SignOutAsync(AccessSchemes.Cookie);
            return Results.Redirect("/login");
        }).AllowAnonymous();
    }

    private static async Task<IResult> LoginAsync(HttpContext context, Logins logins)
    {
        if (!context.Request.HasFormContentType)
            return Results.BadRequest();
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var target = Target(form[ReturnUrl]);
        try
        {
            if (logins.Try(form["name"].ToString(), form["password"].ToString(), context) is not { } user)
                return Form(context, target, "Name or password is wrong.");
            await context.SignInAsync(AccessSchemes.Cookie, Principals.Of(user, AccessSchemes.Cookie));
            return Results.LocalRedirect(target);
        }
        catch (TooManyLoginsException exception)
        {
            return Form(context, target, exception.Message, StatusCodes.Status429TooManyRequests);
        }
    }

    /// <summary>Only a path on this host, so that nobody is led elsewhere.</summary>
    private static string Target(string? asked) => asked is ['/', not ('/' or '\\'), ..] && !asked.Any(char.IsControl) ? asked : Home;

    private static IResult Form(HttpContext context, string target, string? fault, int status = StatusCodes.Status200OK) => HtmlPage.Of(
        context,
        "Log in",
        $"""
        <main id="main" class="message">
          <h1>Log in</h1>
          <form class="login" method="post" action="/login">
            <input type="hidden" name="{ReturnUrl}" value="{WebUtility.HtmlEncode(target)}">
            <label>Name <input name="name" autocomplete="username" required autofocus></label>
            <label>Password <input name="password" type="password" autocomplete="current-password" required></label>
            {(fault is null ? "" : $"<p role=\"alert\">{WebUtility.HtmlEncode(fault)}</p>")}
            <button>Log in</button>
          </form>
        </main>
        """,
        status: status);
}
