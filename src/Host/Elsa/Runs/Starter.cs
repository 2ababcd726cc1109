using Masterplan.Host.Elsa.Definitions;
using Masterplan.Runtime.Definitions;
using Masterplan.Runtime.Runs;

namespace Masterplan.Host.Elsa.Runs;

/// <summary>Turns what a client asks for into a start that can succeed.</summary>
internal sealed class Starter(IWorkflowDefinitions definitions)
{
    /// <returns>Null if there is no such version.</returns>
    /// <exception cref="DefinitionException">A draft that cannot run.</exception>
    public async Task<StartRequest?> PrepareAsync(string definitionId, ExecuteRequest request, CancellationToken cancellationToken)
    {
        if (await definitions.FindAsync(definitionId, Versions.Of(request.VersionOptions, VersionOptions.Published), cancellationToken) is not { } definition)
            return null;
        var faults = definition.IsPublished ? [] : definitions.Validate(definition.Document.ToJsonString());
        if (faults.Count > 0)
            throw new DefinitionException(definitionId, faults);
        return new StartRequest(definitionId)
        {
            DefinitionVersionId = definition.Id,
            CorrelationId = request.CorrelationId,
            Name = request.Name,
            TriggerActivityId = request.TriggerActivityId,
            Input = request.Values(),
        };
    }
}
