using Masterplan.Runtime.Runs;

namespace Masterplan.Host.Web;

/// <summary>Answers whether the process lives, and whether its store can be read.</summary>
internal static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        app.MapGet("/health/live", () => Results.Ok(new { status = "live" })).AllowAnonymous();
        app.MapGet("/health/ready", ReadyAsync).AllowAnonymous();
    }

    private static async Task<IResult> ReadyAsync(IWorkflowInstances instances, CancellationToken cancellationToken)
    {
        try
        {
            var open = await instances.OpenIncidentsAsync(cancellationToken);
            return Results.Ok(new { status = "ready", openIncidents = open.Count });
        }
        catch (RuntimeException exception)
        {
            return Results.Json(new { status = "not ready", reason = exception.Message }, statusCode: StatusCodes.Status503ServiceUnavailable);
        }
    }
}
