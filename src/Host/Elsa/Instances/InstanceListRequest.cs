using Masterplan.Host.Elsa.Requests;
using Masterplan.Runtime.Authoring;
using Masterplan.Runtime.Runs;

namespace Masterplan.Host.Elsa.Instances;

/// <summary>Which runs Studio asks for. Empty lists ask for nothing.</summary>
internal sealed record InstanceListRequest
{
    public int? Page { get; init; }

    public int? PageSize { get; init; }

    public string? SearchTerm { get; init; }

    public string? DefinitionId { get; init; }

    public IReadOnlyList<string>? DefinitionIds { get; init; }

    public string? CorrelationId { get; init; }

    public int? Version { get; init; }

    public bool? HasIncidents { get; init; }

    public WorkflowStatus? Status { get; init; }

    public IReadOnlyList<WorkflowStatus>? Statuses { get; init; }

    public WorkflowSubStatus? SubStatus { get; init; }

    public IReadOnlyList<WorkflowSubStatus>? SubStatuses { get; init; }

    public InstanceOrder? OrderBy { get; init; }

    public OrderDirection? OrderDirection { get; init; }

    public IReadOnlyList<TimeFilter>? TimestampFilters { get; init; }

    public static InstanceListRequest Of(HttpRequest request) => new()
    {
        Page = request.Number("page"),
        PageSize = request.Number("pageSize"),
        SearchTerm = request.Text("searchTerm"),
        DefinitionId = request.Text("definitionId"),
        DefinitionIds = request.Texts("definitionIds"),
        CorrelationId = request.Text("correlationId"),
        Version = request.Number("version"),
        HasIncidents = request.Flag("hasIncidents"),
        Status = request.Choice<WorkflowStatus>("status"),
        SubStatus = request.Choice<WorkflowSubStatus>("subStatus"),
        OrderBy = request.Choice<InstanceOrder>("orderBy"),
        OrderDirection = request.Choice<OrderDirection>("orderDirection"),
    };

    public InstanceFilter ToFilter()
    {
        var (skip, take) = Query.Page(Page, PageSize);
        return new InstanceFilter
        {
            SearchTerm = SearchTerm,
            DefinitionId = string.IsNullOrEmpty(DefinitionId) ? null : DefinitionId,
            DefinitionIds = DefinitionIds ?? [],
            CorrelationId = string.IsNullOrEmpty(CorrelationId) ? null : CorrelationId,
            Version = Version,
            HasIncidents = HasIncidents,
            Status = Status,
            Statuses = Statuses ?? [],
            SubStatuses = [.. SubStatuses ?? [], .. SubStatus is { } one ? new[] { one } : []],
            Times = TimestampFilters ?? [],
            OrderBy = OrderBy ?? InstanceOrder.Created,
            Ascending = OrderDirection == Requests.OrderDirection.Ascending,
            Skip = skip,
            Take = take,
        };
    }
}
