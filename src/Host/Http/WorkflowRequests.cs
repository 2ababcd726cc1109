using Masterplan.Host.Access;
using Masterplan.Host.Elsa.Requests;
using Masterplan.Host.Elsa.Runs;
using Masterplan.Runtime.Activities.Http;
using Masterplan.Runtime.Authoring;
using Masterplan.Runtime.Runs;

namespace Masterplan.Host.Http;

/// <summary>Starts the workflows whose HttpEndpoint a request matches, and brings back their answers.</summary>
internal sealed class WorkflowRequests(HttpRoutes routes, FirstBurst burst, IHttpAnswers answers, IWorkflowInstances instances, IIdentityGenerator ids)
{
    private const string Base = "/workflows";

    public static void Map(IEndpointRouteBuilder app) =>
        app.Map(Base + "/{**path}", (HttpContext context, WorkflowRequests requests) => requests.AnswerAsync(context)).AddEndpointFilter<RefusalFilter>();

    private async Task<IResult> AnswerAsync(HttpContext context)
    {
        context.Request.Path.StartsWithSegments(Base, out var path);
        if (await routes.FindAsync(path, context.Request.Method, context.RequestAborted) is not { } found)
            return Results.NotFound();
        if (found.Route.Role is { } role && !context.User.IsAtLeast(role))
            return Results.StatusCode(context.User.Identity is { IsAuthenticated: true } ? StatusCodes.Status403Forbidden : StatusCodes.Status401Unauthorized);
        var request = await RequestReader.ReadAsync(context.Request, found.Values, ids.GenerateId());
        using var expected = answers.Expect(request.Id);
        var started = burst.StartAsync(Start(found.Route, request, context.Request), context.RequestAborted);
        await Task.WhenAny(expected.Answer, started);
        return expected.Answer.IsCompleted ? Written(await expected.Answer, context.Response) : await UnansweredAsync(await started, context.RequestAborted);
    }

    private static StartRequest Start(HttpRoute route, HttpRequestData data, HttpRequest request) => new(route.DefinitionId)
    {
        DefinitionVersionId = route.VersionId,
        TriggerActivityId = route.ActivityId,
        CorrelationId = Named(request, "X-Correlation-ID", "correlationId"),
        IdempotencyKey = request.Headers["Idempotency-Key"].ToString() is { Length: > 0 } key ? $"{route.DefinitionId} {key}" : null,
        Input = new Dictionary<string, object?> { [HttpRequestData.InputKey] = data },
    };

    private static string? Named(HttpRequest request, string header, string parameter) =>
        request.Headers[header].FirstOrDefault() is { Length: > 0 } value ? value : request.Query[parameter].FirstOrDefault() is { Length: > 0 } asked ? asked : null;

    private static IResult Written(HttpAnswer answer, HttpResponse response)
    {
        foreach (var (name, value) in answer.Headers)
            response.Headers[name] = value;
        return answer.Content.Length == 0 ? Results.StatusCode(answer.StatusCode) : Results.Text(answer.Content, answer.ContentType, statusCode: answer.StatusCode);
    }

    /// <summary>The run has written no answer: it goes on, it is over, or the request was a repetition of one that was answered before.</summary>
    private async Task<IResult> UnansweredAsync(string id, CancellationToken cancellationToken)
    {
        var run = await instances.GetAsync(id, cancellationToken);
        var status = run switch
        {
            { SubStatus: WorkflowSubStatus.Faulted } => StatusCodes.Status500InternalServerError,
            { Status: WorkflowStatus.Finished } => StatusCodes.Status200OK,
            _ => StatusCodes.Status202Accepted,
        };
        return ElsaJson.Json(new { WorkflowInstanceId = id, run.Status, run.SubStatus }, status);
    }
}
