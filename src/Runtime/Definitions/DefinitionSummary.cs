namespace Masterplan.Runtime.Definitions;

/// <summary>One version of a definition, without its document.</summary>
public record DefinitionSummary
{
    /// <summary>The version's id.</summary>
    public required string Id { get; init; }

    public required string DefinitionId { get; init; }

    public string? Name { get; init; }

    public string? Description { get; init; }

    public int Version { get; init; }

    public bool IsLatest { get; init; }

    public bool IsPublished { get; init; }

    public bool IsReadonly { get; init; }

    public DateTimeOffset CreatedAt { get; init; }
}
