using System.Text.Json.Nodes;

namespace Masterplan.Runtime.Definitions;

/// <summary>One version of a definition. The document holds every member that was loaded, known or not.</summary>
public sealed record WorkflowDefinition
{
    /// <summary>The version's id.</summary>
    public required string Id { get; init; }

    public required string DefinitionId { get; init; }

    public string? Name { get; init; }

    public string? Description { get; init; }

    public int Version { get; init; }

    public bool IsLatest { get; init; }

    public bool IsPublished { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>The whole definition JSON, with id, version, isLatest and isPublished of this row.</summary>
    public required JsonObject Document { get; init; }
}
