using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace Masterplan.Host.Access;

/// <summary>How requests say who they come from: an API key, a bearer token, or the cookie of a browser that logged in.</summary>
internal static class AccessSchemes
{
    public const string Cookie = CookieAuthenticationDefaults.AuthenticationScheme;
    public const string Bearer = BearerTokenDefaults.AuthenticationScheme;
    private const string Any = "Any";
    private const string Key = "ApiKey";

    public static void AddAccess(this IServiceCollection services, IAccessStore store)
    {
        services.AddSingleton(store).AddSingleton<Accounts>().AddSingleton<FailedLogins>().AddSingleton<Logins>().AddSingleton<Tokens>();
        services.AddAuthentication(Any)
            .AddPolicyScheme(Any, null, options => options.ForwardDefaultSelector = Choose)
            .AddScheme<AuthenticationSchemeOptions, ApiKeyHandler>(Key, null)
            .AddBearerToken(Bearer, options =>
            {
                options.BearerTokenExpiration = Tokens.AccessLife;
                options.RefreshTokenExpiration = Tokens.RefreshLife;
                options.Events.OnMessageReceived = TakeTokenOfSocketAsync;
            })
            .AddCookie(Cookie, Configure);
        services.AddAuthorizationBuilder()
            .AddPolicy(nameof(AccessRole.Viewer), policy => policy.RequireAssertion(context => context.User.IsAtLeast(AccessRole.Viewer)))
            .AddPolicy(nameof(AccessRole.Operator), policy => policy.RequireAssertion(context => context.User.IsAtLeast(AccessRole.Operator)))
            .AddPolicy(nameof(AccessRole.Admin), policy => policy.RequireAssertion(context => context.User.IsAtLeast(AccessRole.Admin)));
    }

    public static TBuilder Demand<TBuilder>(this TBuilder builder, AccessRole role)
        where TBuilder : IEndpointConventionBuilder => builder.RequireAuthorization(role.ToString());

    /// <summary>True for requests of programs, which are told 401 instead of being led to the login page.</summary>
    public static bool IsOfProgram(HttpRequest request) => request.Path.StartsWithSegments("/elsa") || request.Path.StartsWithSegments("/api") || request.Path.StartsWithSegments("/workflows");

    private static string Choose(HttpContext context)
    {
        var header = context.Request.Headers.Authorization.ToString();
        if (header.StartsWith(ApiKeyHandler.Prefix, StringComparison.OrdinalIgnoreCase))
            return Key;
        return header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) || context.Request.Query.ContainsKey("access_token") ? Bearer : Cookie;
    }

    /// <summary>A browser cannot set headers on a web socket, so its token stands in the address.</summary>
    private static Task TakeTokenOfSocketAsync(MessageReceivedContext context)
    {
        if (context.Request.Path.StartsWithSegments("/elsa/hubs") && context.Request.Query["access_token"] is [{ Length: > 0 } token])
            context.Token = token;
        return Task.CompletedTask;
    }

    private static void Configure(CookieAuthenticationOptions options)
    {
        options.Cookie.Name = "masterplan";
        options.Cookie.SameSite = SameSiteMode.Strict;
        options.Cookie.HttpOnly = true;
        options.ExpireTimeSpan = TimeSpan.FromHours(12);
        options.SlidingExpiration = true;
        options.LoginPath = "/login";
        options.Events.OnRedirectToLogin = context => RefuseAsync(context, StatusCodes.Status401Unauthorized);
        options.Events.OnRedirectToAccessDenied = context => RefuseAsync(context, StatusCodes.Status403Forbidden);
    }

    private static Task RefuseAsync(RedirectContext<CookieAuthenticationOptions> context, int status)
    {
        if (status == StatusCodes.Status403Forbidden || IsOfProgram(context.Request))
            context.Response.StatusCode = status;
        else
            context.Response.Redirect(context.RedirectUri);
        return Task.CompletedTask;
    }
}
