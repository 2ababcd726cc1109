using Masterplan.Runtime.Runs;

namespace Masterplan.Runtime.Definitions;

/// <summary>No definition has this id, or none of its versions is published.</summary>
public sealed class DefinitionNotFoundException(string definitionId, string wanted)
    : RuntimeException($"Workflow definition '{definitionId}' has no {wanted} version. Import or publish it first.")
{
    public string DefinitionId { get; } = definitionId;
}
