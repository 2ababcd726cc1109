using System.Text.Json.Nodes;
using Masterplan.Host.Access;
using Masterplan.Host.Elsa.Definitions;
using Masterplan.Host.Elsa.Requests;
using Masterplan.Runtime.Authoring;
using Masterplan.Runtime.Definitions;
using Masterplan.Runtime.Runs;

namespace Masterplan.Host.Elsa.Instances;

/// <summary>Cancels and deletes runs.</summary>
internal static class InstanceChangeEndpoints
{
    public static void MapInstanceChanges(this IEndpointRouteBuilder api)
    {
        var steering = api.MapGroup("").Demand(AccessRole.Operator);
        steering.MapPost("/workflow-instances/{id}/variables", SetVariablesAsync);
        steering.MapPost("/cancel/workflow-instances/{id}", async (string id, IWorkflowRuntime runtime) =>
        {
            await CancelAsync(id, runtime);
            return Results.Ok();
        });
        steering.MapPost("/bulk-actions/cancel/workflow-instances", CancelManyAsync);
        var admin = api.MapGroup("").Demand(AccessRole.Admin);
        admin.MapDelete("/workflow-instances/{id}", DeleteAsync);
        admin.MapPost("/bulk-actions/delete/workflow-instances", DeleteManyAsync);
        admin.MapPost("/bulk-actions/delete/workflow-instances/by-id", DeleteManyAsync);
    }

    /// <summary>A run's variables belong to its steps: a change from outside would not survive the next checkpoint.</summary>
    private static async Task<IResult> SetVariablesAsync(string id, HttpRequest request, IWorkflowInstances instances, IWorkflowDefinitions definitions, CancellationToken cancellationToken)
    {
        if ((await Body.ReadObjectAsync(request))["variables"] is JsonArray { Count: > 0 })
            throw new RequestRefusedException("variables", "The variables of a run cannot be changed from outside.");
        return await InstanceEndpoints.VariablesAsync(id, instances, definitions, cancellationToken);
    }

    /// <summary>A run that is unknown, or finished, has nothing to cancel.</summary>
    private static async Task CancelAsync(string id, IWorkflowRuntime runtime)
    {
        try
        {
            await runtime.CancelAsync(id);
        }
        catch (RunNotFoundException)
        {
            // Studio cancels whole selections; one that has gone meanwhile is none of its business.
        }
    }

    private static async Task<IResult> CancelManyAsync(HttpRequest request, IWorkflowRuntime runtime, IWorkflowInstances instances, IWorkflowDefinitions definitions, CancellationToken cancellationToken)
    {
        var body = await Body.ReadAsync<CancelRequest>(request);
        var filter = new InstanceFilter
        {
            Ids = body.Ids ?? [],
            DefinitionId = body.DefinitionId,
            DefinitionVersionId = body.DefinitionVersionId ?? await VersionIdAsync(body, definitions, cancellationToken),
            Status = WorkflowStatus.Running,
            Take = int.MaxValue,
        };
        if (filter is { Ids.Count: 0, DefinitionId: null, DefinitionVersionId: null })
            throw new RequestRefusedException(RequestRefusedException.General, "Name the runs, or their definition.");
        var running = await instances.ListAsync(filter, cancellationToken);
        foreach (var instance in running.Items)
            await CancelAsync(instance.Id, runtime);
        return ElsaJson.Json(new { Cancelled = running.Items.Count });
    }

    private static async Task<string?> VersionIdAsync(CancelRequest body, IWorkflowDefinitions definitions, CancellationToken cancellationToken) =>
        body is { DefinitionId: { } id, VersionOptions: { Length: > 0 } version }
            ? (await definitions.FindAsync(id, Versions.Of(version, VersionOptions.Latest), cancellationToken))?.Id ?? ""
            : null;

    private static async Task<IResult> DeleteAsync(string id, IWorkflowInstances instances, CancellationToken cancellationToken)
    {
        if (await instances.DeleteAsync([id], cancellationToken) > 0)
            return Results.NoContent();
        if (await instances.FindAsync(id, cancellationToken) is null)
            return Results.NotFound();
        throw new RunStateException(id, $"Run '{id}' was not deleted: it is still under way. Cancel it first.");
    }

    private static async Task<IResult> DeleteManyAsync(HttpRequest request, IWorkflowInstances instances, CancellationToken cancellationToken) =>
        ElsaJson.Json(new { Deleted = await instances.DeleteAsync((await Body.ReadAsync<BulkRequest>(request)).Ids, cancellationToken) });

    private sealed record CancelRequest
    {
        public IReadOnlyList<string>? Ids { get; init; }

        public string? DefinitionId { get; init; }

        public string? DefinitionVersionId { get; init; }

        public string? VersionOptions { get; init; }
    }
}
