using Masterplan.Host.Access;
using Masterplan.Host.Audit;
using Masterplan.Host.Runs;

namespace Masterplan.Host.Api;

/// <summary>Steers runs.</summary>
internal static class RunActionEndpoints
{
    public static void MapRunActions(this IEndpointRouteBuilder api)
    {
        foreach (var action in RunAction.All)
            api.MapPost($"/runs/{{id}}/{action.Name}", (string id, HttpContext context, RunSteering steering, CancellationToken token) => ActAsync(action, id, context, steering, token))
                .Demand(AccessRole.Operator).WithMetadata(new AuditedAttribute($"{action.Label} a run"))
                .WithSummary($"{action.Summary} It is stored when the answer comes, and takes effect as soon as the queue gets to it.")
                .Produces<RunLinks>(StatusCodes.Status202Accepted).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
    }

    private static async Task<IResult> ActAsync(RunAction action, string id, HttpContext context, RunSteering steering, CancellationToken cancellationToken)
    {
        context.Concerns(null, id);
        var run = await steering.ActAsync(action, id, cancellationToken);
        context.Concerns(run.Cluster, id);
        var links = RunLinks.Of(id, run.Cluster);
        return Results.Accepted(links.Run, links);
    }
}
