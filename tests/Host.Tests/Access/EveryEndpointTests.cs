using Masterplan.Host.Tests.Web;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;

namespace Masterplan.Host.Tests.Access;

public sealed class EveryEndpointTests(SharedServer shared) : IClassFixture<SharedServer>
{
    /// <summary>Open to everybody, each for a reason: logging in, health, the package's public files and addresses that lead to pages, and workflows, whose endpoints say themselves whom they let in.</summary>
    private static readonly string[] Open =
    [
        "/login", "/logout", "/health/live", "/health/ready", "/elsa/api/identity/login", "/elsa/api/identity/refresh-token", "/elsa/api/bookmarks/resume",
        "/studio", "/studio/{**path}", "/workflows/definitions/{id}/edit", "/workflows/instances/{id}/view", "/workflows/{**path}",
    ];

    [Fact]
    public void Every_endpoint_says_who_may_call_it()
    {
        var silent = Routes.Where(route => route.Metadata.GetMetadata<IAuthorizeData>() is null && route.Metadata.GetMetadata<IAllowAnonymous>() is null).Select(Name);
        silent.ShouldBeEmpty();
        Routes.Count.ShouldBeGreaterThan(80);
    }

    [Fact]
    public void Every_demand_names_a_role()
    {
        var roleless = Routes.Where(route => route.Metadata.GetMetadata<IAllowAnonymous>() is null && route.Metadata.GetOrderedMetadata<IAuthorizeData>().All(demand => demand.Policy is null)).Select(Name);
        roleless.ShouldBeEmpty();
    }

    [Fact]
    public void Nothing_but_what_is_listed_here_is_open_to_everybody() =>
        Routes.Where(route => route.Metadata.GetMetadata<IAllowAnonymous>() is not null).Select(route => "/" + route.RoutePattern.RawText!.Trim('/')).Distinct().ShouldBe(Open, ignoreOrder: true);

    private List<RouteEndpoint> Routes => [.. shared.Server.Endpoints.OfType<RouteEndpoint>()];

    private static string Name(RouteEndpoint route) => $"{route.DisplayName} {route.RoutePattern.RawText}";
}
