using Masterplan.Runtime.Runs;

namespace Masterplan.Host.Composition;

/// <summary>Answers whether the process lives, and whether its store can be read.</summary>
internal static class HealthServer
{
    public static WebApplication Create(IServiceProvider services, string urls)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(urls);
        var app = builder.Build();
        app.MapGet("/health/live", () => Results.Ok(new { status = "live" }));
        app.MapGet("/health/ready", (CancellationToken token) => ReadyAsync(services, token));
        return app;
    }

    private static async Task<IResult> ReadyAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        try
        {
            var open = await services.GetRequiredService<IWorkflowInstances>().OpenIncidentsAsync(cancellationToken);
            return Results.Ok(new { status = "ready", openIncidents = open.Count });
        }
        catch (RuntimeException exception)
        {
            return Results.Json(new { status = "not ready", reason = exception.Message }, statusCode: StatusCodes.Status503ServiceUnavailable);
        }
    }
}
