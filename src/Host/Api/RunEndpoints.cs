using Masterplan.Activities.Clusters.Changes;
using Masterplan.Host.Runs;
using Masterplan.Runtime.Runs;

namespace Masterplan.Host.Api;

/// <summary>Tells of runs.</summary>
internal static class RunEndpoints
{
    public static void MapRuns(this IEndpointRouteBuilder api)
    {
        api.MapGet("/runs", ListAsync)
            .WithSummary("Runs, newest first, in pages.")
            .Produces<RunList>().ProducesProblem(StatusCodes.Status400BadRequest);
        api.MapGet("/runs/{id}", (string id, IRunHistory history, ChangeLog changes, CancellationToken token) => RunDetail.ReadAsync(history, changes, id, token))
            .WithSummary("A run: its steps with attempts, errors and the next retry; its incidents; what it changed.")
            .Produces<RunDetail>().ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<IResult> ListAsync([AsParameters] RunListQuery query, IWorkflowInstances instances, CancellationToken cancellationToken)
    {
        var runs = await RunLine.ListAsync(instances, query.Filter, cancellationToken);
        return Results.Ok(new RunList(runs.Items, query.Number, query.Size, runs.TotalCount));
    }
}
