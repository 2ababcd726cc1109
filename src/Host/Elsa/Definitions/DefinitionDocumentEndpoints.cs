using System.Security.Claims;
using System.Text;
using System.Text.Json.Nodes;
using Masterplan.Host.Elsa.Requests;
using Masterplan.Runtime.Definitions;
using Masterplan.Runtime.Json;

namespace Masterplan.Host.Elsa.Definitions;

/// <summary>Gives whole definitions: to edit, and as files.</summary>
internal static class DefinitionDocumentEndpoints
{
    private const string Schema = "https://elsaworkflows.io/schemas/workflow-definition/v3.0.0/schema.json";

    public static void MapDefinitionDocuments(this IEndpointRouteBuilder api)
    {
        api.MapGet("/workflow-definitions/{definitionId}", FindAsync);
        api.MapGet("/workflow-definitions/by-definition-id/{definitionId}", FindAsync);
        api.MapGet("/workflow-definitions/by-id/{id}", async (string id, ClaimsPrincipal user, IWorkflowDefinitions definitions, DefinitionModel model, CancellationToken token) =>
            await definitions.FindByVersionIdAsync(id, token) is { } found ? ElsaJson.Json(model.Of(found, user)) : Results.NotFound());
        api.MapGet("/workflow-definitions/many-by-id", async (HttpRequest request, ClaimsPrincipal user, IDefinitionCatalog catalog, DefinitionModel model, CancellationToken token) =>
            ElsaJson.List([.. (await catalog.LoadAsync(request.Texts("ids"), token)).Select(definition => model.Of(definition, user))]));
        api.MapMethods("/workflow-definitions/{definitionId}/export", [HttpMethods.Get, HttpMethods.Post], ExportAsync);
        api.MapPost("/bulk-actions/export/workflow-definitions", ExportManyAsync);
    }

    private static async Task<IResult> FindAsync(string definitionId, HttpRequest request, ClaimsPrincipal user, IWorkflowDefinitions definitions, DefinitionModel model, CancellationToken cancellationToken) =>
        await definitions.FindAsync(definitionId, Versions.Of(request, VersionOptions.Latest), cancellationToken) is { } found ? ElsaJson.Json(model.Of(found, user)) : Results.NotFound();

    private static async Task<IResult> ExportAsync(string definitionId, HttpRequest request, IWorkflowDefinitions definitions, CancellationToken cancellationToken)
    {
        var asked = HttpMethods.IsPost(request.Method) ? (await Body.ReadAsync<ExportRequest>(request)).VersionOptions : request.Text(Versions.Member);
        return await definitions.FindAsync(definitionId, Versions.Of(asked, VersionOptions.Latest), cancellationToken) is { } found
            ? Results.File(FileOf(found), "application/octet-stream", NameOf(found))
            : Results.NotFound();
    }

    private static async Task<IResult> ExportManyAsync(HttpRequest request, IDefinitionCatalog catalog, CancellationToken cancellationToken)
    {
        var asked = await Body.ReadAsync<ExportRequest>(request);
        var found = await catalog.LoadAsync(asked.Ids ?? [], cancellationToken);
        return found.Count == 0 ? Results.NotFound() : Results.File(Archive.Of(found.Select(definition => (NameOf(definition), FileOf(definition)))), "application/zip", "workflow-definitions.zip");
    }

    /// <summary>The document as it was saved or imported, member for member.</summary>
    private static byte[] FileOf(WorkflowDefinition definition)
    {
        var document = (JsonObject)definition.Document.DeepClone();
        document.Remove("$schema");
        document.Insert(0, "$schema", Schema);
        return Encoding.UTF8.GetBytes(document.ToJsonString(RuntimeJson.Indented));
    }

    private static string NameOf(WorkflowDefinition definition) => $"{definition.DefinitionId}-{definition.Version}.json";

    private sealed record ExportRequest
    {
        public string? VersionOptions { get; init; }

        public IReadOnlyList<string>? Ids { get; init; }
    }
}
