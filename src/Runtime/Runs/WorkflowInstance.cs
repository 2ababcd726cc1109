using Masterplan.Runtime.Authoring;

namespace Masterplan.Runtime.Runs;

/// <summary>A run, as stored.</summary>
public sealed record WorkflowInstance
{
    public required string Id { get; init; }

    public required string DefinitionId { get; init; }

    public required string DefinitionVersionId { get; init; }

    public int Version { get; init; }

    public WorkflowStatus Status { get; init; }

    public WorkflowSubStatus SubStatus { get; init; }

    public bool IsPaused { get; init; }

    public string? CorrelationId { get; init; }

    public string? Name { get; init; }

    public string? ParentInstanceId { get; init; }

    public string? ParentActivityInstanceId { get; init; }

    public required string RootInstanceId { get; init; }

    /// <summary>Open incidents of this instance alone.</summary>
    public int IncidentCount { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Filled where one instance is asked for, empty in lists; so are the outputs.</summary>
    public IReadOnlyDictionary<string, object?> Input { get; init; } = new Dictionary<string, object?>();

    public IReadOnlyDictionary<string, object?> Output { get; init; } = new Dictionary<string, object?>();

    public IReadOnlyDictionary<string, object?> Variables { get; init; } = new Dictionary<string, object?>();
}
