using Masterplan.Host.Access;

namespace Masterplan.Host.Api;

/// <summary>The HTTP API for programs: clusters, runs, what happens in them, and who did what.</summary>
internal static class ApiEndpoints
{
    public const string Document = $"/api/{ApiDocument.Name}.json";

    public static void MapApi(this IEndpointRouteBuilder app)
    {
        var api = app.MapGroup("/api").Demand(AccessRole.Viewer).AddEndpointFilter<ProblemFilter>();
        api.MapClusters();
        api.MapRuns();
        api.MapRunActions();
        api.MapRunEvents();
        api.MapAudit();
        app.MapOpenApi("/api/{documentName}.json").Demand(AccessRole.Viewer);
        app.MapReference();
    }
}
