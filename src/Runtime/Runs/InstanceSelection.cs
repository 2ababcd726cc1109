using Masterplan.Runtime.Store;

namespace Masterplan.Runtime.Runs;

/// <summary>Turns an <see cref="InstanceFilter"/> into a query.</summary>
internal static class InstanceSelection
{
    public static IQueryable<InstanceRow> Where(IQueryable<InstanceRow> rows, InstanceFilter filter)
    {
        if (filter.Ids.Count > 0) rows = rows.Where(row => filter.Ids.Contains(row.Id));
        if (filter.DefinitionId is { } definition) rows = rows.Where(row => row.DefinitionId == definition);
        if (filter.DefinitionIds.Count > 0) rows = rows.Where(row => filter.DefinitionIds.Contains(row.DefinitionId));
        if (filter.ExceptDefinitionId is { } other) rows = rows.Where(row => row.DefinitionId != other);
        if (filter.DefinitionVersionId is { } version) rows = rows.Where(row => row.DefinitionVersionId == version);
        if (filter.Version is { } number) rows = rows.Where(row => row.Version == number);
        if (filter.CorrelationId is { } correlation) rows = rows.Where(row => row.CorrelationId == correlation);
        if (filter.Status is { } status) rows = rows.Where(row => row.Status == status);
        if (filter.Statuses.Count > 0) rows = rows.Where(row => filter.Statuses.Contains(row.Status));
        if (filter.SubStatuses.Count > 0) rows = rows.Where(row => filter.SubStatuses.Contains(row.SubStatus));
        if (filter.IsPaused is { } isPaused) rows = rows.Where(row => row.IsPaused == isPaused);
        if (filter.HasIncidents is { } hasIncidents) rows = rows.Where(row => row.IncidentCount > 0 == hasIncidents);
        if (filter.ParentInstanceId is { } parent) rows = rows.Where(row => row.ParentInstanceId == parent);
        if (filter.RootInstanceId is { } root) rows = rows.Where(row => row.RootInstanceId == root);
        if (filter.IdempotencyKey is { } key) rows = rows.Where(row => row.IdempotencyKey == key);
        if (filter.RootsOnly) rows = rows.Where(row => row.ParentInstanceId == null);
        rows = filter.Times.Aggregate(rows, Where);
        return filter.SearchTerm is { Length: > 0 } term
            ? rows.Where(row => row.Id.Contains(term) || (row.Name != null && row.Name.Contains(term)) || (row.CorrelationId != null && row.CorrelationId.Contains(term)))
            : rows;
    }

    public static IQueryable<InstanceRow> OrderBy(IQueryable<InstanceRow> rows, InstanceFilter filter)
    {
        var ordered = (filter.OrderBy, filter.Ascending) switch
        {
            (InstanceOrder.UpdatedAt, true) => rows.OrderBy(row => row.UpdatedAt),
            (InstanceOrder.UpdatedAt, false) => rows.OrderByDescending(row => row.UpdatedAt),
            (InstanceOrder.Finished, true) => rows.OrderBy(row => row.FinishedAt),
            (InstanceOrder.Finished, false) => rows.OrderByDescending(row => row.FinishedAt),
            (InstanceOrder.Name, true) => rows.OrderBy(row => row.Name),
            (InstanceOrder.Name, false) => rows.OrderByDescending(row => row.Name),
            (_, true) => rows.OrderBy(row => row.CreatedAt),
            (_, false) => rows.OrderByDescending(row => row.CreatedAt),
        };
        return filter.Ascending ? ordered.ThenBy(row => row.Id) : ordered.ThenByDescending(row => row.Id);
    }

    private static IQueryable<InstanceRow> Where(IQueryable<InstanceRow> rows, TimeFilter filter)
    {
        var time = filter.Timestamp;
        var column = filter.Column;
        var times = rows.Select(row => new
        {
            Row = row,
            Time = column == InstanceTime.FinishedAt ? row.FinishedAt : column == InstanceTime.UpdatedAt ? row.UpdatedAt : row.CreatedAt,
        });
        return (filter.Operator switch
        {
            TimeComparison.Is => times.Where(item => item.Time == time),
            TimeComparison.IsNot => times.Where(item => item.Time != time),
            TimeComparison.GreaterThan => times.Where(item => item.Time > time),
            TimeComparison.GreaterThanOrEqual => times.Where(item => item.Time >= time),
            TimeComparison.LessThan => times.Where(item => item.Time < time),
            _ => times.Where(item => item.Time <= time),
        }).Select(item => item.Row);
    }
}
