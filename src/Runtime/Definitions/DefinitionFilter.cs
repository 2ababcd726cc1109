namespace Masterplan.Runtime.Definitions;

/// <summary>Which versions of definitions are listed: those for which every set member holds.</summary>
public sealed record DefinitionFilter
{
    public VersionOptions Version { get; init; } = VersionOptions.All;

    public IReadOnlyCollection<string> DefinitionIds { get; init; } = [];

    /// <summary>Ids of versions.</summary>
    public IReadOnlyCollection<string> Ids { get; init; } = [];

    /// <summary>A part of the name, the description or the definition id; case does not matter.</summary>
    public string? SearchTerm { get; init; }

    public DefinitionOrder OrderBy { get; init; }

    public bool Descending { get; init; }

    public int Skip { get; init; }

    public int Take { get; init; } = int.MaxValue;
}
