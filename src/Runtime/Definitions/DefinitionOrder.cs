namespace Masterplan.Runtime.Definitions;

/// <summary>What a list of definitions is ordered by.</summary>
public enum DefinitionOrder
{
    Name,
    Created,
    Version,
}
