namespace Masterplan.Runtime.Store;

/// <summary>One version of a definition, as stored.</summary>
internal sealed class DefinitionRow
{
    public required string Id { get; init; }

    public required string DefinitionId { get; init; }

    public string? Name { get; init; }

    public string? Description { get; init; }

    public int Version { get; init; }

    public bool IsLatest { get; init; }

    public bool IsPublished { get; init; }

    /// <summary>True once all that the publication of a version brings with it is in the store: its triggers, and the consumers that follow it.</summary>
    public bool IsIndexed { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public required string Json { get; init; }
}
