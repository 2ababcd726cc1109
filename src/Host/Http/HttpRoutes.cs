using Masterplan.Runtime.Definitions;
using Masterplan.Runtime.Triggers;

namespace Masterplan.Host.Http;

/// <summary>The paths that start published workflows; read anew when a definition has changed.</summary>
internal sealed class HttpRoutes(IWorkflowDefinitions definitions, IHttpWaits waits)
{
    private (long Changes, IReadOnlyList<(HttpStart Start, HttpRoute Route)> Routes)? known;

    /// <summary>What the request starts, and the values of the path's free parts; null if it starts nothing.</summary>
    public async Task<(HttpStart Start, HttpRoute Route, RouteValueDictionary Values)?> FindAsync(PathString path, string method, CancellationToken cancellationToken)
    {
        foreach (var (start, route) in await RoutesAsync(cancellationToken))
            if (route.Match(path, method) is { } values)
                return (start, route, values);
        return null;
    }

    private async Task<IReadOnlyList<(HttpStart Start, HttpRoute Route)>> RoutesAsync(CancellationToken cancellationToken)
    {
        var changes = definitions.Changes;
        if (known is { } last && last.Changes == changes)
            return last.Routes;
        var routes = (await waits.StartsAsync(cancellationToken)).Select(start => (Start: start, Route: new HttpRoute(start.Endpoint))).OrderBy(item => item.Route.FreeParts).ToList();
        known = (changes, routes);
        return routes;
    }
}
