namespace Masterplan.Host.Access;

/// <summary>Refuses changes that another site makes a browser send. The cookie is SameSite=Strict as well; this covers what shares the host's name.</summary>
internal static class CrossSiteGuard
{
    public static void UseCrossSiteGuard(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        if (IsForeign(context.Request))
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
        else
            await next(context);
    });

    private static bool IsForeign(HttpRequest request)
    {
        if (HttpMethods.IsGet(request.Method) && !request.HttpContext.WebSockets.IsWebSocketRequest || HttpMethods.IsHead(request.Method) || request.Headers.Authorization.Count > 0)
            return false;
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        if (site is not ("" or "same-origin" or "none"))
            return true;
        return request.Headers.Origin.ToString() is { Length: > 0 } origin && !(Uri.TryCreate(origin, UriKind.Absolute, out var uri) && uri.Authority == request.Host.Value);
    }
}
