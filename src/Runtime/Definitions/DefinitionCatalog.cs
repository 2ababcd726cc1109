using System.Text.Json.Nodes;
using Masterplan.Runtime.Runs;
using Masterplan.Runtime.Store;
using Microsoft.EntityFrameworkCore;

namespace Masterplan.Runtime.Definitions;

/// <summary>Looks definitions up in the store.</summary>
internal sealed class DefinitionCatalog(RuntimeStore store) : IDefinitionCatalog
{
    public async Task<Page<DefinitionSummary>> ListAsync(DefinitionFilter filter, CancellationToken cancellationToken = default)
    {
        await using var context = store.Read();
        var query = Filter(context.Definitions.AsNoTracking(), filter);
        var total = await query.LongCountAsync(cancellationToken);
        var page = Order(query, filter).Skip(filter.Skip).Take(filter.Take);
        var rows = await page.Select(row => new DefinitionSummary
        {
            Id = row.Id,
            DefinitionId = row.DefinitionId,
            Name = row.Name,
            Description = row.Description,
            Version = row.Version,
            IsLatest = row.IsLatest,
            IsPublished = row.IsPublished,
            IsReadonly = RuntimeDbContext.JsonNumber(row.Json, "$.isReadonly") == 1,
            CreatedAt = row.CreatedAt,
        }).ToListAsync(cancellationToken);
        return new Page<DefinitionSummary>(rows, total);
    }

    public async Task<IReadOnlyList<WorkflowDefinition>> LoadAsync(IReadOnlyCollection<string> versionIds, CancellationToken cancellationToken = default)
    {
        await using var context = store.Read();
        var rows = await context.Definitions.AsNoTracking().Where(row => versionIds.Contains(row.Id)).OrderBy(row => row.Name).ToListAsync(cancellationToken);
        return rows.ConvertAll(DefinitionDocuments.Map);
    }

    public async Task<int> CountAsync(CancellationToken cancellationToken = default)
    {
        await using var context = store.Read();
        return await context.Definitions.CountAsync(row => row.IsLatest, cancellationToken);
    }

    public async Task<bool> IsNameFreeAsync(string name, string? exceptDefinitionId, CancellationToken cancellationToken = default)
    {
        await using var context = store.Read();
        return !await context.Definitions.AnyAsync(row => row.IsLatest && row.Name == name && row.DefinitionId != exceptDefinitionId, cancellationToken);
    }

    public async Task<IReadOnlyList<string>> ConsumersAsync(string definitionId, CancellationToken cancellationToken = default)
    {
        await using var context = store.Read();
        var quoted = JsonValue.Create(definitionId).ToJsonString(Json.RuntimeJson.Options);
        var candidates = await context.Definitions.AsNoTracking()
            .Where(row => (row.IsLatest || row.IsPublished) && row.DefinitionId != definitionId && row.Json.Contains("\"workflowDefinitionId\"") && row.Json.Contains(quoted))
            .ToListAsync(cancellationToken);
        return candidates.Where(row => Names(JsonNode.Parse(row.Json), definitionId)).Select(row => row.DefinitionId).Distinct().Order(StringComparer.Ordinal).ToList();
    }

    private static bool Names(JsonNode? node, string definitionId) => node switch
    {
        JsonObject json => IsReference(json["workflowDefinitionId"], definitionId) || json.Any(member => Names(member.Value, definitionId)),
        JsonArray list => list.Any(item => Names(item, definitionId)),
        _ => false,
    };

    /// <summary>A dispatching activity names it in an expression, a workflow used as an activity by the plain id.</summary>
    private static bool IsReference(JsonNode? node, string definitionId) =>
        (References.Text(node) ?? References.Text(((node as JsonObject)?["expression"] as JsonObject)?["value"])) == definitionId;

    private static IQueryable<DefinitionRow> Filter(IQueryable<DefinitionRow> rows, DefinitionFilter filter)
    {
        rows = rows.Where(filter.Version.Predicate);
        if (filter.DefinitionIds.Count > 0) rows = rows.Where(row => filter.DefinitionIds.Contains(row.DefinitionId));
        if (filter.Ids.Count > 0) rows = rows.Where(row => filter.Ids.Contains(row.Id));
        if (filter.SearchTerm is not { Length: > 0 } term)
            return rows;
        // Databases differ in what LIKE makes of upper and lower case.
        var pattern = TextPattern.Containing(term.ToLowerInvariant());
        return rows.Where(row => EF.Functions.Like(row.Name!.ToLower(), pattern, TextPattern.Escape)
            || EF.Functions.Like(row.Description!.ToLower(), pattern, TextPattern.Escape)
            || EF.Functions.Like(row.DefinitionId.ToLower(), pattern, TextPattern.Escape));
    }

    private static IQueryable<DefinitionRow> Order(IQueryable<DefinitionRow> rows, DefinitionFilter filter) => (filter.OrderBy, filter.Descending) switch
    {
        (DefinitionOrder.Created, false) => rows.OrderBy(row => row.CreatedAt).ThenBy(row => row.Id),
        (DefinitionOrder.Created, true) => rows.OrderByDescending(row => row.CreatedAt).ThenBy(row => row.Id),
        (DefinitionOrder.Version, false) => rows.OrderBy(row => row.Version).ThenBy(row => row.Id),
        (DefinitionOrder.Version, true) => rows.OrderByDescending(row => row.Version).ThenBy(row => row.Id),
        (_, false) => rows.OrderBy(row => row.Name).ThenBy(row => row.Id),
        (_, true) => rows.OrderByDescending(row => row.Name).ThenBy(row => row.Id),
    };
}
