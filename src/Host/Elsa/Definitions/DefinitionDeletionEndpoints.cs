using Masterplan.Host.Access;
using Masterplan.Host.Elsa.Requests;
using Masterplan.Runtime.Definitions;

namespace Masterplan.Host.Elsa.Definitions;

/// <summary>Deletes definitions. Versions that a run under way uses stay.</summary>
internal static class DefinitionDeletionEndpoints
{
    public static void MapDefinitionDeletion(this IEndpointRouteBuilder api)
    {
        var admin = api.MapGroup("").Demand(AccessRole.Admin);
        admin.MapDelete("/workflow-definitions/{definitionId}", async (string definitionId, IWorkflowDefinitions definitions) =>
            await definitions.DeleteAsync(definitionId) ? Results.NoContent() : Results.NotFound());
        admin.MapDelete("/workflow-definitions/{definitionId}/version/{version:int}", async (string definitionId, int version, IWorkflowDefinitions definitions) =>
            await definitions.DeleteAsync(definitionId, version) ? Results.Ok() : Results.NotFound());
        admin.MapDelete("/workflow-definition-versions/{id}", async (string id, IWorkflowDefinitions definitions) =>
            await DeleteVersionAsync(id, definitions) ? Results.NoContent() : Results.NotFound());
        admin.MapPost("/bulk-actions/delete/workflow-definitions/by-definition-id", async (HttpRequest request, IWorkflowDefinitions definitions) =>
            await CountAsync((await Body.ReadAsync<BulkRequest>(request)).DefinitionIds, id => definitions.DeleteAsync(id)));
        admin.MapPost("/bulk-actions/delete/workflow-definitions/by-id", async (HttpRequest request, IWorkflowDefinitions definitions) =>
            await CountAsync((await Body.ReadAsync<BulkRequest>(request)).Ids, id => DeleteVersionAsync(id, definitions)));
    }

    private static async Task<bool> DeleteVersionAsync(string id, IWorkflowDefinitions definitions) =>
        await definitions.FindByVersionIdAsync(id) is { } version && await definitions.DeleteAsync(version.DefinitionId, version.Version);

    private static async Task<IResult> CountAsync(IReadOnlyList<string> ids, Func<string, Task<bool>> delete)
    {
        var deleted = 0;
        foreach (var id in ids)
            deleted += await delete(id) ? 1 : 0;
        return ElsaJson.Json(new { Deleted = deleted });
    }
}
