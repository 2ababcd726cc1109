using System.Text.Json.Nodes;

namespace Masterplan.Runtime.Definitions;

/// <summary>One version of a definition. The document holds every member that was loaded, known or not.</summary>
public sealed record WorkflowDefinition : DefinitionSummary
{
    /// <summary>The whole definition JSON, with id, version, isLatest and isPublished of this row.</summary>
    public required JsonObject Document { get; init; }

    /// <summary>What its publication did to the definitions that use it as an activity; empty wherever else a definition comes from.</summary>
    public IReadOnlyList<ConsumerUpdate> Consumers { get; init; } = [];
}
