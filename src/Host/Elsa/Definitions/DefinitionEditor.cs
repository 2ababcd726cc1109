using System.Text.Json.Nodes;
using Masterplan.Runtime.Authoring;
using Masterplan.Runtime.Definitions;

namespace Masterplan.Host.Elsa.Definitions;

/// <summary>Saves what Studio sends.</summary>
internal sealed class DefinitionEditor(IWorkflowDefinitions definitions, IIdentityGenerator ids, DefinitionModel model)
{
    public DefinitionModel Model => model;

    /// <summary>Saves as the draft, and publishes it if asked to. A draft that cannot be published is saved all the same.</summary>
    /// <param name="sent">What Studio sent.</param>
    /// <param name="path">What stands before the paths of faults.</param>
    /// <param name="publishes">True to publish.</param>
    public async Task<WorkflowDefinition> SaveAsync(JsonObject sent, string path, bool publishes)
    {
        var draft = await definitions.SaveAsync(DefinitionInput.Document(sent, path, ids.GenerateId));
        return publishes ? await definitions.PublishAsync(draft.DefinitionId) : draft;
    }
}
