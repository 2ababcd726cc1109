using Masterplan.Host.Messaging;
using Masterplan.Runtime.Hosting;
using Masterplan.Runtime.Runs;
using Microsoft.AspNetCore.Mvc;

namespace Masterplan.Host.Web;

/// <summary>Answers whether the process lives, and whether its store can be used.</summary>
internal static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        // Before anyone asks the database who it is that asks.
        app.MapGet("/health/live", () => Results.Ok(new { status = "live" })).AllowAnonymous().ShortCircuit();
        app.MapGet("/health/ready", ReadyAsync).AllowAnonymous().ShortCircuit();
    }

    private static async Task<IResult> ReadyAsync(IWorkflowInstances instances, IStoreStatus store, [FromServices] HostPost? post, CancellationToken cancellationToken)
    {
        try
        {
            var open = await instances.OpenIncidentsAsync(cancellationToken);
            // What can be read can be shown, though nothing goes on: no other host could do more.
            if (store.Outage is { } outage)
                return Results.Ok(new { status = "degraded", reason = outage.Reason, since = outage.Since, openIncidents = open.Count });
            // Without the broker all work goes on, only hosts hear of each other later.
            return post?.Failure is { } failure
                ? Results.Ok(new { status = "degraded", reason = $"The broker is away, hosts look into the database instead. {failure}", openIncidents = open.Count })
                : Results.Ok(new { status = "ready", openIncidents = open.Count });
        }
        catch (Exception exception) when (exception is RuntimeException || DatabaseOutage.Of(exception, store) is not null)
        {
            var outage = DatabaseOutage.Of(exception, store);
            return Results.Json(new { status = "not ready", reason = outage?.Reason ?? exception.Message, since = outage?.Since }, statusCode: StatusCodes.Status503ServiceUnavailable);
        }
    }
}
