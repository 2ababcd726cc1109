using System.Security.Claims;
using System.Text.Json.Nodes;
using Masterplan.Host.Access;
using Masterplan.Host.Elsa.Requests;
using Masterplan.Runtime.Definitions;

namespace Masterplan.Host.Elsa.Definitions;

/// <summary>Saves, imports, publishes, retracts and reverts definitions.</summary>
internal static class DefinitionChangeEndpoints
{
    public static void MapDefinitionChanges(this IEndpointRouteBuilder api)
    {
        var admin = api.MapGroup("").Demand(AccessRole.Admin);
        admin.MapPost("/workflow-definitions", SaveAsync);
        admin.MapPost("/workflow-definitions/import", (HttpRequest request, DefinitionEditor editor, ClaimsPrincipal user) => ImportAsync(null, request, editor, user));
        admin.MapPut("/workflow-definitions/{definitionId}/import", (string definitionId, HttpRequest request, DefinitionEditor editor, ClaimsPrincipal user) => ImportAsync(definitionId, request, editor, user));
        admin.MapPost("/workflow-definitions/import-files", ImportFilesAsync).DisableAntiforgery();
        admin.MapPost("/workflow-definitions/{definitionId}/publish", PublishAsync);
        admin.MapPost("/workflow-definitions/{definitionId}/retract", RetractAsync);
        admin.MapPost("/workflow-definitions/{definitionId}/revert/{version:int}", RevertAsync);
        admin.MapPost("/workflow-definitions/{definitionId}/update-references", UpdateConsumersAsync);
        admin.MapPost("/bulk-actions/publish/workflow-definitions/by-definition-ids", PublishManyAsync);
        admin.MapPost("/bulk-actions/retract/workflow-definitions/by-definition-ids", RetractManyAsync);
        admin.MapPost("/actions/workflow-definitions/reload", () => Results.Ok());
        admin.MapPost("/actions/workflow-definitions/refresh", RefreshAsync);
    }

    private static async Task<IResult> SaveAsync(HttpRequest request, DefinitionEditor editor, ClaimsPrincipal user)
    {
        var body = await Body.ReadObjectAsync(request);
        var model = body["model"] as JsonObject ?? throw new RequestRefusedException("model", "The definition is missing.");
        var publishes = body["publish"] is JsonValue flag && flag.TryGetValue<bool>(out var value) && value;
        return Saved(await editor.SaveAsync(model, "model.", publishes), alreadyPublished: false, editor, user);
    }

    private static async Task<IResult> ImportAsync(string? definitionId, HttpRequest request, DefinitionEditor editor, ClaimsPrincipal user)
    {
        var model = await Body.ReadObjectAsync(request);
        if (definitionId is not null)
            model["definitionId"] = definitionId;
        var isNew = DefinitionNodes.Text(model["definitionId"]) is not { Length: > 0 };
        var saved = await editor.SaveAsync(model, "", publishes: false);
        return ElsaJson.Json(editor.Model.Of(saved, user), isNew ? StatusCodes.Status201Created : StatusCodes.Status200OK);
    }

    private static async Task<IResult> ImportFilesAsync(IFormFileCollection files, DefinitionEditor editor)
    {
        foreach (var file in files)
        {
            using var reader = new StreamReader(file.OpenReadStream());
            var model = DefinitionNodes.Parse(await reader.ReadToEndAsync()) ?? throw new RequestRefusedException(file.FileName, "This is not a JSON object.");
            await editor.SaveAsync(model, $"{file.FileName}: ", publishes: false);
        }

        return ElsaJson.Json(new { files.Count });
    }

    private static async Task<IResult> PublishAsync(string definitionId, IWorkflowDefinitions definitions, DefinitionEditor editor, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        if (await definitions.FindAsync(definitionId, cancellationToken: cancellationToken) is not { } latest)
            return Results.NotFound();
        return Saved(await definitions.PublishAsync(definitionId, cancellationToken), latest.IsPublished, editor, user);
    }

    private static IResult Saved(WorkflowDefinition definition, bool alreadyPublished, DefinitionEditor editor, ClaimsPrincipal user) => ElsaJson.Json(new
    {
        WorkflowDefinition = editor.Model.Of(definition, user),
        AlreadyPublished = alreadyPublished,
        ConsumingWorkflowCount = Updated(definition.Consumers).Count(),
        ValidationErrors = Array.Empty<object>(),
    });

    private static IEnumerable<string> Updated(IEnumerable<ConsumerUpdate> consumers) => consumers.Where(consumer => consumer.Faults.Count == 0).Select(consumer => consumer.DefinitionId);

    private static async Task<IResult> UpdateConsumersAsync(string definitionId, IWorkflowDefinitions definitions, CancellationToken cancellationToken)
    {
        if (await definitions.FindAsync(definitionId, cancellationToken: cancellationToken) is null)
            return Results.NotFound();
        var isPublished = await definitions.FindAsync(definitionId, VersionOptions.Published, cancellationToken) is not null;
        return ElsaJson.Json(new { AffectedWorkflows = Updated(isPublished ? await definitions.UpdateConsumersAsync(definitionId, cancellationToken) : []) });
    }

    private static async Task<IResult> RetractAsync(string definitionId, IWorkflowDefinitions definitions, DefinitionEditor editor, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        if (await definitions.FindAsync(definitionId, cancellationToken: cancellationToken) is null)
            return Results.NotFound();
        if (await definitions.FindAsync(definitionId, VersionOptions.Published, cancellationToken) is null)
            throw new RequestRefusedException(RequestRefusedException.General, $"The definition '{definitionId}' is not published.");
        await definitions.RetractAsync(definitionId, cancellationToken);
        return ElsaJson.Json(editor.Model.Of((await definitions.FindAsync(definitionId, cancellationToken: cancellationToken))!, user));
    }

    private static async Task<IResult> RevertAsync(string definitionId, int version, HttpResponse response, IWorkflowDefinitions definitions, IDefinitionCatalog catalog, CancellationToken cancellationToken)
    {
        var draft = await definitions.RevertAsync(definitionId, version, cancellationToken);
        response.Headers.Location = $"/elsa/api/workflow-definitions/by-id/{draft.Id}";
        var summary = await catalog.ListAsync(new DefinitionFilter { Ids = [draft.Id] }, cancellationToken);
        return ElsaJson.Json(DefinitionListEndpoints.Summary(summary.Items[0], links: null), StatusCodes.Status201Created);
    }

    private static async Task<IResult> PublishManyAsync(HttpRequest request, IWorkflowDefinitions definitions, CancellationToken cancellationToken)
    {
        var sorted = new BulkAnswer();
        var warnings = new Dictionary<string, IReadOnlyList<string>>();
        var consumers = new List<ConsumerUpdate>();
        foreach (var id in (await Body.ReadAsync<BulkRequest>(request)).DefinitionIds)
            try
            {
                var latest = await definitions.FindAsync(id, cancellationToken: cancellationToken);
                (latest is null ? sorted.NotFound : latest.IsPublished ? sorted.Already : sorted.Done).Add(id);
                if (latest is { IsPublished: false })
                    consumers.AddRange((await definitions.PublishAsync(id, cancellationToken)).Consumers);
            }
            catch (DefinitionException exception)
            {
                sorted.Done.Remove(id);
                sorted.Failed.Add(id);
                warnings[id] = [.. exception.Faults.Select(fault => fault.ToString())];
            }

        foreach (var left in consumers.Where(consumer => consumer.Faults.Count > 0))
            warnings[left.DefinitionId] = [.. left.Faults.Select(fault => fault.ToString())];
        return ElsaJson.Json(new
        {
            Published = sorted.Done,
            AlreadyPublished = sorted.Already,
            sorted.NotFound,
            Skipped = Array.Empty<string>(),
            UpdatedConsumers = Updated(consumers).Distinct(),
            sorted.Failed,
            Warnings = warnings,
        });
    }

    private static async Task<IResult> RetractManyAsync(HttpRequest request, IWorkflowDefinitions definitions, CancellationToken cancellationToken)
    {
        var sorted = new BulkAnswer();
        foreach (var id in (await Body.ReadAsync<BulkRequest>(request)).DefinitionIds)
            if (await definitions.FindAsync(id, VersionOptions.Published, cancellationToken) is not null)
            {
                await definitions.RetractAsync(id, cancellationToken);
                sorted.Done.Add(id);
            }
            else
                (await definitions.FindAsync(id, cancellationToken: cancellationToken) is null ? sorted.NotFound : sorted.Already).Add(id);

        return ElsaJson.Json(new { Retracted = sorted.Done, AlreadyRetracted = sorted.Already, Skipped = Array.Empty<string>(), NotPublished = Array.Empty<string>(), sorted.NotFound });
    }

    /// <summary>Nothing is cached that could be stale; what is asked for is looked up, so that the caller learns what there is.</summary>
    private static async Task<IResult> RefreshAsync(HttpRequest request, IDefinitionCatalog catalog, CancellationToken cancellationToken)
    {
        var asked = (await Body.ReadAsync<BulkRequest>(request)).DefinitionIds;
        var published = await catalog.ListAsync(new DefinitionFilter { Version = VersionOptions.Published, DefinitionIds = asked }, cancellationToken);
        var refreshed = published.Items.Select(definition => definition.DefinitionId).ToList();
        return ElsaJson.Json(new { Refreshed = refreshed, NotFound = asked.Except(refreshed) });
    }

    private sealed record BulkAnswer
    {
        public List<string> Done { get; } = [];

        public List<string> Already { get; } = [];

        public List<string> NotFound { get; } = [];

        public List<string> Failed { get; } = [];
    }
}
