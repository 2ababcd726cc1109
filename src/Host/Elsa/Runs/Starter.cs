using Masterplan.Host.Clusters;
using Masterplan.Host.Elsa.Definitions;
using Masterplan.Runtime.Definitions;
using Masterplan.Runtime.Runs;

namespace Masterplan.Host.Elsa.Runs;

/// <summary>Turns what a client asks for into a start that can succeed.</summary>
internal sealed class Starter(IWorkflowDefinitions definitions, ClusterRuns clusters)
{
    /// <returns>Null if there is no such version.</returns>
    /// <exception cref="DefinitionException">A draft that cannot run.</exception>
    /// <exception cref="Activities.Clusters.ConfigurationException">A workflow of a cluster's life that cannot do what is asked for.</exception>
    public async Task<StartRequest?> PrepareAsync(string definitionId, ExecuteRequest request, CancellationToken cancellationToken)
    {
        if (await definitions.FindAsync(definitionId, Versions.Of(request.VersionOptions, VersionOptions.Published), cancellationToken) is not { } definition)
            return null;
        var faults = definition.IsPublished ? [] : definitions.Validate(definition.Document.ToJsonString());
        if (faults.Count > 0)
            throw new DefinitionException(definitionId, faults);
        var start = new StartRequest(definitionId)
        {
            DefinitionVersionId = definition.Id,
            CorrelationId = request.CorrelationId,
            Name = request.Name,
            TriggerActivityId = request.TriggerActivityId,
            Input = request.Values(),
        };
        if (ClusterWorkflows.Find(definitionId) is not { } workflow)
            return start;
        var input = new RunInput(start.Input);
        if (workflow.ServesAll && input.Text(ClusterWorkflows.Cluster).Length == 0)
        {
            clusters.CheckForAll(definitionId, input);
            return start;
        }

        await clusters.CheckAsync(definitionId, input, cancellationToken);
        return ClusterRuns.OfCluster(start);
    }
}
