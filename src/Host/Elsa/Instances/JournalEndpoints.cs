using System.Text.Json.Nodes;
using Masterplan.Host.Elsa.Requests;
using Masterplan.Runtime.Runs;

namespace Masterplan.Host.Elsa.Instances;

/// <summary>Shows a run's journal.</summary>
internal static class JournalEndpoints
{
    public static void MapJournal(this IEndpointRouteBuilder api)
    {
        api.MapGet("/workflow-instances/{id}/journal", (string id, HttpRequest request, IRunHistory history, CancellationToken token) => ListAsync(id, new JournalRequest(), request, history, token));
        api.MapPost("/workflow-instances/{id}/journal", async (string id, HttpRequest request, IRunHistory history, CancellationToken token) =>
            await ListAsync(id, await Body.ReadAsync<JournalRequest>(request), request, history, token));
        api.MapGet("/workflow-instances/{id}/journal/{activityId}", LastAsync);
    }

    private static async Task<IResult> ListAsync(string id, JournalRequest body, HttpRequest request, IRunHistory history, CancellationToken cancellationToken)
    {
        var (skip, take) = request.Page();
        var page = await history.JournalAsync(id, body.ToFilter(), request.Number("skip") ?? skip, request.Number("take") ?? take, cancellationToken);
        return ElsaJson.Json(new { Items = page.Items.Select(Line), page.TotalCount });
    }

    private static async Task<IResult> LastAsync(string id, string activityId, IRunHistory history, IWorkflowInstances instances, CancellationToken cancellationToken)
    {
        if (await history.LastEntryAsync(id, activityId, cancellationToken) is not { } entry || await instances.FindAsync(id, cancellationToken) is not { } instance)
            return Results.NotFound();
        return ElsaJson.Json(new
        {
            WorkflowDefinitionId = instance.DefinitionId,
            WorkflowDefinitionVersionId = instance.DefinitionVersionId,
            WorkflowInstanceId = instance.Id,
            WorkflowVersion = instance.Version,
            entry.ActivityInstanceId,
            entry.ParentActivityInstanceId,
            entry.ActivityId,
            entry.ActivityType,
            entry.ActivityTypeVersion,
            entry.ActivityName,
            ActivityNodeId = entry.NodeId,
            entry.Timestamp,
            entry.Sequence,
            entry.EventName,
            entry.Message,
            entry.Source,
            entry.Id,
        });
    }

    private static object Line(JournalEntry entry) => new
    {
        entry.Id,
        entry.ActivityInstanceId,
        entry.ParentActivityInstanceId,
        entry.ActivityId,
        entry.ActivityType,
        entry.ActivityTypeVersion,
        entry.ActivityName,
        entry.NodeId,
        entry.Timestamp,
        entry.Sequence,
        entry.EventName,
        entry.Message,
        entry.Source,
        Payload = entry.Payload is null ? null : JsonNode.Parse(entry.Payload) as JsonObject,
    };

    private sealed record JournalRequest
    {
        public Wanted? Filter { get; init; }

        public JournalFilter ToFilter() => new()
        {
            ActivityIds = Filter?.ActivityIds ?? [],
            NodeIds = Filter?.ActivityNodeIds ?? [],
            ExcludedActivityTypes = Filter?.ExcludedActivityTypes ?? [],
            EventNames = Filter?.EventNames ?? [],
        };
    }

    private sealed record Wanted(
        IReadOnlyList<string>? ActivityIds,
        IReadOnlyList<string>? ActivityNodeIds,
        IReadOnlyList<string>? ExcludedActivityTypes,
        IReadOnlyList<string>? EventNames);
}
