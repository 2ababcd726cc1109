using System.Text.Json.Nodes;
using Masterplan.Host.Access;
using Masterplan.Host.Elsa.Requests;
using Masterplan.Runtime.Activities;
using Masterplan.Runtime.Runs;

namespace Masterplan.Host.Elsa.Runs;

/// <summary>Tells runs what they wait for: events, tasks that are done.</summary>
internal static class StimulusEndpoints
{
    public static void MapStimuli(this IEndpointRouteBuilder api)
    {
        api.MapMethods("/bookmarks/resume", [HttpMethods.Get, HttpMethods.Post], RefuseToken).AllowAnonymous();
        var steering = api.MapGroup("").Demand(AccessRole.Operator);
        steering.MapPost("/events/{name}/trigger", async (string name, HttpRequest request, IWorkflowRuntime runtime) =>
        {
            var body = await Body.ReadAsync<EventRequest>(request);
            await runtime.PublishEventAsync(name, body.Input, body.CorrelationId, body.WorkflowInstanceId);
            return Results.Ok();
        });
        steering.MapPost("/tasks/{taskId}/complete", async (string taskId, HttpRequest request, IWorkflowRuntime runtime) =>
        {
            var body = await Body.ReadAsync<TaskRequest>(request);
            await runtime.TriggerBookmarkAsync(taskId, new Dictionary<string, object?> { [RunTask.ResultKey] = body.Result });
            return Results.Ok();
        });
    }

    /// <summary>This server hands out no tokens for bookmarks, so that none can be right.</summary>
    private static IResult RefuseToken() => throw new RequestRefusedException(RequestRefusedException.General, "The token is not valid.");

    private sealed record EventRequest
    {
        public string? CorrelationId { get; init; }

        public string? WorkflowInstanceId { get; init; }

        public JsonNode? Input { get; init; }
    }

    private sealed record TaskRequest
    {
        public JsonNode? Result { get; init; }
    }
}
