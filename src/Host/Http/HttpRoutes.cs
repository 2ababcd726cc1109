using System.Text.Json;
using System.Text.Json.Nodes;
using Masterplan.Host.Access;
using Masterplan.Host.Elsa.Definitions;
using Masterplan.Runtime.Activities.Http;
using Masterplan.Runtime.Definitions;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.AspNetCore.Routing.Template;

namespace Masterplan.Host.Http;

/// <summary>The paths of all published workflows; read anew when a definition has changed.</summary>
internal sealed class HttpRoutes(IWorkflowDefinitions definitions, IDefinitionCatalog catalog)
{
    private (long Changes, IReadOnlyList<HttpRoute> Routes)? known;

    /// <summary>The route and the values of its free parts; null if no published workflow has one for this path and method.</summary>
    public async Task<(HttpRoute Route, RouteValueDictionary Values)?> FindAsync(PathString path, string method, CancellationToken cancellationToken)
    {
        foreach (var route in await RoutesAsync(cancellationToken))
        {
            var values = new RouteValueDictionary();
            if (route.Methods.Contains(method.ToUpperInvariant()) && route.Matcher.TryMatch(path, values))
                return (route, values);
        }

        return null;
    }

    private async Task<IReadOnlyList<HttpRoute>> RoutesAsync(CancellationToken cancellationToken)
    {
        var changes = definitions.Changes;
        if (known is { } last && last.Changes == changes)
            return last.Routes;
        var published = await catalog.PublishedWithAsync(HttpEndpoint.TypeName, cancellationToken);
        // Fixed parts come before free ones, so that a path finds its most exact route.
        var routes = published.SelectMany(Routes).OrderBy(route => route.Matcher.Template.Parameters.Count).ToList();
        known = (changes, routes);
        return routes;
    }

    private static IEnumerable<HttpRoute> Routes(WorkflowDefinition definition) =>
        Endpoints(definition.Document["root"] as JsonObject).Select(endpoint => Route(definition, endpoint)).OfType<HttpRoute>();

    private static IEnumerable<JsonObject> Endpoints(JsonObject? activity)
    {
        if (activity is null)
            return [];
        var isOne = DefinitionNodes.Text(activity["type"]) == HttpEndpoint.TypeName && activity["customProperties"]?["canStartWorkflow"] is JsonValue flag && flag.TryGetValue<bool>(out var starts) && starts;
        return (isOne ? new[] { activity } : []).Concat(DefinitionNodes.Children(activity).SelectMany(child => Endpoints(child.Activity)));
    }

    /// <summary>Null if the path is not fixed in the definition, or is none.</summary>
    private static HttpRoute? Route(WorkflowDefinition definition, JsonObject endpoint)
    {
        if (DefinitionNodes.Text(Value(endpoint, "path")) is not { Length: > 0 } path)
            return null;
        try
        {
            var template = new RouteTemplate(RoutePatternFactory.Parse(path.Trim('/')));
            return new HttpRoute(definition.DefinitionId, definition.Id, (string)endpoint["id"]!, new TemplateMatcher(template, []), Methods(endpoint), Role(endpoint));
        }
        catch (RoutePatternException)
        {
            return null;
        }
    }

    /// <summary>Whatever asks for something that is not understood asks for an admin.</summary>
    private static AccessRole? Role(JsonObject endpoint)
    {
        if (endpoint["authorize"] is not JsonObject || Value(endpoint, "authorize")?.ToString() is null or "" or "false" or "False")
            return null;
        return Value(endpoint, "policy")?.ToString() is not { Length: > 0 } policy ? AccessRole.Operator : Enum.TryParse<AccessRole>(policy, ignoreCase: true, out var role) ? role : AccessRole.Admin;
    }

    private static HashSet<string> Methods(JsonObject endpoint)
    {
        var methods = DefinitionNodes.Text(Value(endpoint, "supportedMethods")) is { Length: > 0 } text ? JsonSerializer.Deserialize<string[]>(text) : null;
        return [.. (methods is { Length: > 0 } ? methods : [HttpMethods.Get]).Select(method => method.ToUpperInvariant())];
    }

    private static JsonNode? Value(JsonObject endpoint, string input) => (endpoint[input] as JsonObject)?["expression"]?["value"];
}
