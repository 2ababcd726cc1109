using System.Text.Json.Nodes;

namespace Masterplan.Runtime.Definitions;

/// <summary>The definitions in the store, in versions. A definition that cannot run is refused with <see cref="DefinitionException"/>, which lists every fault.</summary>
public interface IWorkflowDefinitions
{
    /// <summary>Counts the changes since the start, so that what was derived from definitions can be seen to be stale.</summary>
    long Changes { get; }

    /// <summary>Publishes a definition file. Nothing happens if the published version has the same content; runs under way keep their version.</summary>
    Task<WorkflowDefinition> ImportAsync(string json, CancellationToken cancellationToken = default);

    /// <summary>Publishes definitions that come with a program, each with the name of where it was read, for messages. One whose content any stored version has is left alone, so that what a person published since stays.</summary>
    Task ProvideAsync(IEnumerable<(string Source, string Json)> documents, CancellationToken cancellationToken = default);

    /// <summary>Saves as the draft: over the latest version if that is a draft, else as a new version. Faults are allowed in drafts, except bad JSON.</summary>
    Task<WorkflowDefinition> SaveAsync(JsonObject document, CancellationToken cancellationToken = default);

    /// <summary>Publishes the latest version. Where its option <c>autoUpdateConsumingWorkflows</c> is set, the definitions that use it as an activity are brought to it.</summary>
    Task<WorkflowDefinition> PublishAsync(string definitionId, CancellationToken cancellationToken = default);

    /// <summary>Brings the definitions that use this one as an activity to its published version: one that is published is published anew, a draft is changed and stays a draft, and one that could not run
    /// with it stays as it is. Runs under way keep their versions.</summary>
    Task<IReadOnlyList<ConsumerUpdate>> UpdateConsumersAsync(string definitionId, CancellationToken cancellationToken = default);

    /// <summary>Takes the published version back; it stays as a draft. Runs under way keep it.</summary>
    Task<WorkflowDefinition> RetractAsync(string definitionId, CancellationToken cancellationToken = default);

    /// <summary>Copies an old version as the new latest draft.</summary>
    Task<WorkflowDefinition> RevertAsync(string definitionId, int version, CancellationToken cancellationToken = default);

    /// <summary>Null if there is none; without options the latest.</summary>
    Task<WorkflowDefinition?> FindAsync(string definitionId, VersionOptions version = default, CancellationToken cancellationToken = default);

    Task<WorkflowDefinition?> FindByVersionIdAsync(string definitionVersionId, CancellationToken cancellationToken = default);

    /// <summary>One per definition: its latest, or its published version.</summary>
    Task<IReadOnlyList<WorkflowDefinition>> ListAsync(VersionOptions version = default, CancellationToken cancellationToken = default);

    Task<IReadOnlyList<WorkflowDefinition>> VersionsAsync(string definitionId, CancellationToken cancellationToken = default);

    /// <summary>Deletes all versions, or one. Versions that a stored run uses are kept, and named in <see cref="Runs.RunStateException"/>.</summary>
    Task<bool> DeleteAsync(string definitionId, int? version = null, CancellationToken cancellationToken = default);

    /// <summary>Every fault of a definition that would stop it from running; empty if it can run.</summary>
    IReadOnlyList<DefinitionFault> Validate(string json);
}
