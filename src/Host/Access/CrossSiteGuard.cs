using Masterplan.Host.Audit;

namespace Masterplan.Host.Access;

/// <summary>Refuses changes that another site makes a browser send. The cookie is SameSite=Strict as well; this covers what shares the host's name.</summary>
internal static class CrossSiteGuard
{
    public static void UseCrossSiteGuard(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        if (Changes(context) && IsForeign(context.Request))
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
        else
            await next(context);
    });

    /// <summary>Some requests change things though they only ask to read: those are recorded as changes are.</summary>
    private static bool Changes(HttpContext context) =>
        !HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method) || context.WebSockets.IsWebSocketRequest || AuditTrail.IsRecorded(context);

    private static bool IsForeign(HttpRequest request)
    {
        if (request.Headers.Authorization.Count > 0)
            return false;
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        if (site is not ("" or "same-origin" or "none"))
            return true;
        return request.Headers.Origin.ToString() is { Length: > 0 } origin && !(Uri.TryCreate(origin, UriKind.Absolute, out var uri) && uri.Authority == request.Host.Value);
    }
}
