namespace Masterplan.Host.Elsa.Definitions;

/// <summary>Names the definitions, or versions of them, that a bulk action is about.</summary>
internal sealed record BulkRequest
{
    public IReadOnlyList<string> DefinitionIds { get; init; } = [];

    public IReadOnlyList<string> Ids { get; init; } = [];
}
