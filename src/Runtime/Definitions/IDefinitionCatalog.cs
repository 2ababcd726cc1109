using Masterplan.Runtime.Runs;

namespace Masterplan.Runtime.Definitions;

/// <summary>Finds definitions by what they are, without loading their documents.</summary>
public interface IDefinitionCatalog
{
    Task<Page<DefinitionSummary>> ListAsync(DefinitionFilter filter, CancellationToken cancellationToken = default);

    /// <summary>The whole versions with these ids; unknown ids are left out.</summary>
    Task<IReadOnlyList<WorkflowDefinition>> LoadAsync(IReadOnlyCollection<string> versionIds, CancellationToken cancellationToken = default);

    /// <summary>The number of definitions, whatever the number of their versions.</summary>
    Task<int> CountAsync(CancellationToken cancellationToken = default);

    /// <summary>True if no other definition has the name.</summary>
    Task<bool> IsNameFreeAsync(string name, string? exceptDefinitionId, CancellationToken cancellationToken = default);

    /// <summary>The ids of other definitions whose latest or published version names this one.</summary>
    Task<IReadOnlyList<string>> ConsumersAsync(string definitionId, CancellationToken cancellationToken = default);
}
