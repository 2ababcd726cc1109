using Masterplan.Host.Access;
using Masterplan.Host.Audit;
using Masterplan.Host.Elsa.Requests;
using Masterplan.Runtime.Runs;

namespace Masterplan.Host.Elsa.Runs;

/// <summary>Starts runs.</summary>
internal static class ExecutionEndpoints
{
    private const int MostAtOnce = 1_000;

    public static void MapExecution(this IEndpointRouteBuilder api)
    {
        var steering = api.MapGroup("").Demand(AccessRole.Operator);
        steering.MapGet("/workflow-definitions/{definitionId}/execute", (string definitionId, HttpContext context, Starter starter, FirstBurst burst, IWorkflowInstances instances) =>
            ExecuteAsync(definitionId, ExecuteRequest.Of(context.Request), context, starter, burst, instances)).WithMetadata(new AuditedAttribute());
        steering.MapPost("/workflow-definitions/{definitionId}/execute", async (string definitionId, HttpContext context, Starter starter, FirstBurst burst, IWorkflowInstances instances) =>
            await ExecuteAsync(definitionId, await Body.ReadAsync<ExecuteRequest>(context.Request), context, starter, burst, instances));
        steering.MapPost("/workflow-definitions/{definitionId}/dispatch", DispatchAsync);
        steering.MapPost("/workflow-definitions/{definitionId}/bulk-dispatch", DispatchManyAsync);
    }

    /// <summary>Studio reads the two headers; the state is for other clients.</summary>
    private static async Task<IResult> ExecuteAsync(string definitionId, ExecuteRequest body, HttpContext context, Starter starter, FirstBurst burst, IWorkflowInstances instances)
    {
        if (await starter.PrepareAsync(definitionId, body, context.RequestAborted) is not { } request)
            return Results.NotFound();
        context.Response.Headers["x-elsa-workflow-cannot-start"] = bool.TrueString;
        var id = await burst.StartAsync(request, context.RequestAborted);
        context.Response.Headers["x-elsa-workflow-instance-id"] = id;
        context.Response.Headers["x-elsa-workflow-cannot-start"] = bool.FalseString;
        return ElsaJson.Json(new { WorkflowState = await instances.StateAsync(id, context.RequestAborted) });
    }

    private static async Task<IResult> DispatchAsync(string definitionId, HttpRequest request, Starter starter, IWorkflowRuntime runtime, CancellationToken cancellationToken) =>
        await starter.PrepareAsync(definitionId, await Body.ReadAsync<ExecuteRequest>(request), cancellationToken) is { } start
            ? ElsaJson.Json(new { WorkflowInstanceId = await runtime.StartAsync(start, cancellationToken) })
            : Results.NotFound();

    private static async Task<IResult> DispatchManyAsync(string definitionId, HttpRequest request, Starter starter, IWorkflowRuntime runtime, CancellationToken cancellationToken)
    {
        var body = await Body.ReadAsync<ExecuteRequest>(request);
        if (body.Count is not (> 0 and <= MostAtOnce))
            throw new RequestRefusedException("count", $"The count is a number from 1 to {MostAtOnce}.");
        if (await starter.PrepareAsync(definitionId, body, cancellationToken) is not { } start)
            return Results.NotFound();
        return ElsaJson.Json(new { WorkflowInstanceIds = await runtime.StartManyAsync(start, body.Count.Value, cancellationToken) });
    }
}
