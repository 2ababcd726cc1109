namespace Masterplan.Runtime.Runs;

/// <summary>What is to be started.</summary>
public sealed record StartRequest(string DefinitionId)
{
    public IDictionary<string, object?> Input { get; init; } = new Dictionary<string, object?>();

    public string? CorrelationId { get; init; }

    public string? Name { get; init; }

    /// <summary>A second request with the same key starts nothing and answers with the first one's instance. Unset means a new instance each time.</summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>Unset means the published version.</summary>
    public string? DefinitionVersionId { get; init; }

    /// <summary>The activity that the run starts with instead of the flow's own start.</summary>
    public string? TriggerActivityId { get; init; }

    /// <summary>Definitions of which no unfinished instance with the same correlation id may exist; otherwise <see cref="AlreadyRunningException"/>. Empty means no such demand.</summary>
    public IReadOnlyCollection<string> ExclusiveWith { get; init; } = [];
}
