using System.Security.Claims;
using Masterplan.Host.Access;
using Masterplan.Host.Audit;
using Masterplan.Host.Clusters;
using Masterplan.Host.Elsa.Requests;
using Masterplan.Host.Elsa.Runs;
using Masterplan.Runtime.Activities.Http;
using Masterplan.Runtime.Authoring;
using Masterplan.Runtime.Runs;
using Masterplan.Runtime.Triggers;

namespace Masterplan.Host.Http;

/// <summary>Starts the workflows whose HttpEndpoint a request matches, or goes on with a run that waits for it.</summary>
internal sealed class WorkflowRequests(HttpRoutes routes, FirstBurst burst, WaitingRuns waiting, RunAnswers answers, ClusterRequests clusters, IIdentityGenerator ids)
{
    private const string Base = "/workflows";

    public static void Map(IEndpointRouteBuilder app) =>
        app.Map(Base + "/{**path}", (HttpContext context, WorkflowRequests requests) => requests.AnswerAsync(context)).AddEndpointFilter<RefusalFilter>().AllowAnonymous().WithMetadata(new AuditedAttribute());

    /// <summary>Null if the user is what the endpoint asks for.</summary>
    public static IResult? Refusal(ClaimsPrincipal user, AccessRole? role) => role is null || user.IsAtLeast(role.Value)
        ? null
        : Results.StatusCode(user.Identity is { IsAuthenticated: true } ? StatusCodes.Status403Forbidden : StatusCodes.Status401Unauthorized);

    private async Task<IResult> AnswerAsync(HttpContext context)
    {
        context.Request.Path.StartsWithSegments(Base, out var path);
        var (instanceId, correlationId) = (Named(context.Request, "X-Workflow-Instance-ID", "workflowInstanceId"), Named(context.Request, "X-Correlation-ID", "correlationId"));
        if ((instanceId ?? correlationId) is not null && await waiting.AnswerAsync(context, path, instanceId, correlationId) is { } resumed)
            return resumed;
        if (await routes.FindAsync(path, context.Request.Method, context.RequestAborted) is not { } found)
            return await waiting.AnswerAsync(context, path, instanceId, correlationId) ?? Results.NotFound();
        if (Refusal(context.User, found.Route.Role) is { } refusal)
            return refusal;
        var request = await RequestReader.ReadAsync(context.Request, found.Values, ids.GenerateId());
        if (ClusterWorkflows.Find(found.Start.DefinitionId) is { } workflow)
            return await clusters.AnswerAsync(workflow, Start(found.Start, request, context.Request), request, context);
        return await answers.AnswerAsync(context, request.Id, () => burst.StartAsync(Start(found.Start, request, context.Request), context.RequestAborted, found.Route.Timeout));
    }

    private static StartRequest Start(HttpStart start, HttpRequestData data, HttpRequest request) => new(start.DefinitionId)
    {
        DefinitionVersionId = start.VersionId,
        TriggerActivityId = start.ActivityId,
        CorrelationId = Named(request, "X-Correlation-ID", "correlationId"),
        IdempotencyKey = request.Headers["Idempotency-Key"].ToString() is { Length: > 0 } key ? $"{start.DefinitionId} {key}" : null,
        Input = new Dictionary<string, object?> { [HttpRequestData.InputKey] = data },
    };

    private static string? Named(HttpRequest request, string header, string parameter) =>
        request.Headers[header].FirstOrDefault() is { Length: > 0 } value ? value : request.Query[parameter].FirstOrDefault() is { Length: > 0 } asked ? asked : null;
}
