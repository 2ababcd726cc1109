using Masterplan.Runtime.Authoring;

namespace Masterplan.Runtime.Runs;

/// <summary>Which instances are listed: those for which every set member holds. Newest first unless ordered otherwise.</summary>
public sealed record InstanceFilter
{
    public IReadOnlyCollection<string> Ids { get; init; } = [];

    public string? DefinitionId { get; init; }

    public IReadOnlyCollection<string> DefinitionIds { get; init; } = [];

    /// <summary>A definition whose runs are left out.</summary>
    public string? ExceptDefinitionId { get; init; }

    public string? DefinitionVersionId { get; init; }

    public int? Version { get; init; }

    public string? CorrelationId { get; init; }

    public WorkflowStatus? Status { get; init; }

    public IReadOnlyCollection<WorkflowStatus> Statuses { get; init; } = [];

    public IReadOnlyCollection<WorkflowSubStatus> SubStatuses { get; init; } = [];

    public bool? IsPaused { get; init; }

    public bool? HasIncidents { get; init; }

    public string? ParentInstanceId { get; init; }

    public string? RootInstanceId { get; init; }

    /// <summary>The key of the request that started the run.</summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>True lists only runs that no other run dispatched.</summary>
    public bool RootsOnly { get; init; }

    /// <summary>A part of the id, name or correlation id.</summary>
    public string? SearchTerm { get; init; }

    public IReadOnlyCollection<TimeFilter> Times { get; init; } = [];

    public InstanceOrder OrderBy { get; init; }

    public bool Ascending { get; init; }

    public int Skip { get; init; }

    public int Take { get; init; } = 100;
}
