namespace Masterplan.Host.Clusters;

/// <summary>A workflow of a cluster's life that people and programs start; one run of these at a time is under way for a cluster.</summary>
/// <param name="DefinitionId">The workflow definition.</param>
/// <param name="Required">The inputs without which it cannot be started.</param>
/// <param name="CheckAsync">Refuses what cannot be done, before anything is started or changed.</param>
internal sealed record ClusterWorkflow(string DefinitionId, IReadOnlyList<string> Required, Func<IServiceProvider, RunInput, CancellationToken, Task> CheckAsync)
{
    /// <summary>True for one that serves every cluster if it is given none, as its schedule has it.</summary>
    public bool ServesAll { get; init; }
}
