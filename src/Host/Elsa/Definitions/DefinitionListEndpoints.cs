using System.Security.Claims;
using Masterplan.Host.Elsa.Requests;
using Masterplan.Runtime.Definitions;

namespace Masterplan.Host.Elsa.Definitions;

/// <summary>Lists definitions, and answers questions about all of them.</summary>
internal static class DefinitionListEndpoints
{
    public static void MapDefinitionLists(this IEndpointRouteBuilder api)
    {
        api.MapGet("/workflow-definitions", ListAsync);
        api.MapGet("/workflow-definitions/query/count", async (IDefinitionCatalog catalog, CancellationToken token) => ElsaJson.Json(new { Count = await catalog.CountAsync(token) }));
        api.MapGet("/workflow-definitions/validation/is-name-unique", IsNameUniqueAsync);
        api.MapGet("/workflow-definitions/{definitionId}/versions", VersionsAsync);
        api.MapGet("/workflow-definitions/{definitionId}/consumers", async (string definitionId, IDefinitionCatalog catalog, CancellationToken token) =>
            ElsaJson.Json(new { ConsumingWorkflowDefinitionIds = await catalog.ConsumersAsync(definitionId, token) }));
    }

    private static async Task<IResult> ListAsync(HttpRequest request, ClaimsPrincipal user, IDefinitionCatalog catalog, CancellationToken cancellationToken)
    {
        var (skip, take) = request.Page();
        var ids = request.Texts("ids");
        var definitions = await catalog.ListAsync(
            new DefinitionFilter
            {
                Version = Versions.Of(request, ids.Count > 0 || request.Query.ContainsKey(Versions.Member) ? VersionOptions.All : VersionOptions.Latest),
                Ids = ids,
                DefinitionIds = request.Texts("definitionIds"),
                SearchTerm = request.Text("searchTerm"),
                OrderBy = request.Choice<DefinitionOrder>("orderBy") ?? DefinitionOrder.Name,
                Descending = request.Choice<OrderDirection>("orderDirection") == OrderDirection.Descending,
                Skip = skip,
                Take = take,
            },
            cancellationToken);
        return ElsaJson.Json(new { Items = definitions.Items.Select(definition => Summary(definition, DefinitionLinks.One(user, definition.DefinitionId))), definitions.TotalCount, Links = DefinitionLinks.List(user) });
    }

    public static object Summary(DefinitionSummary definition, List<Link>? links) => new
    {
        Links = links,
        IsMaterializerAvailable = true,
        definition.Id,
        definition.DefinitionId,
        definition.Name,
        definition.Description,
        definition.Version,
        definition.IsLatest,
        definition.IsPublished,
        MaterializerName = "Json",
        definition.CreatedAt,
        definition.IsReadonly,
    };

    private static async Task<IResult> VersionsAsync(string definitionId, IWorkflowDefinitions definitions, DefinitionModel model, CancellationToken cancellationToken)
    {
        var versions = (await definitions.VersionsAsync(definitionId, cancellationToken)).Select(definition =>
        {
            var version = model.Of(definition);
            version["materializerName"] = "Json";
            version["stringData"] = version["root"]!.ToJsonString(ElsaJson.Options);
            return version;
        }).ToList();
        return ElsaJson.Json(versions);
    }

    private static async Task<IResult> IsNameUniqueAsync(HttpRequest request, IDefinitionCatalog catalog, CancellationToken cancellationToken)
    {
        var name = request.Text("name") ?? throw new RequestRefusedException("name", "The query parameter 'name' is missing.");
        return ElsaJson.Json(new { IsUnique = await catalog.IsNameFreeAsync(name, request.Text("definitionId"), cancellationToken) });
    }
}
