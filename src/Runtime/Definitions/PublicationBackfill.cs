using Masterplan.Runtime.Store;
using Masterplan.Runtime.Triggers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Masterplan.Runtime.Definitions;

/// <summary>Finishes what was published before there was an index of triggers, or by a process that ended before the consumers had followed.</summary>
internal sealed class PublicationBackfill(RuntimeStore store, WorkflowGraphs graphs, TriggerIndexer indexer, IWorkflowDefinitions definitions, ILogger<PublicationBackfill> log)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var leaders = new List<string>();
        foreach (var definition in await UnfinishedAsync(cancellationToken))
            try
            {
                var triggers = await indexer.IndexAsync(definition, await graphs.GetAsync(definition.Id), cancellationToken);
                var leads = WorkflowActivityDescriptor.LeadsConsumers(DefinitionReader.Parse(definition.Json, definition.DefinitionId));
                await store.WriteAsync(session => TriggerStatements.IsPublished(session, definition) ? TriggerStatements.Replace(session, definition, triggers, isDone: !leads) : 0);
                if (leads)
                    leaders.Add(definition.DefinitionId);
            }
            catch (DefinitionException e)
            {
                log.LogError("Nothing starts '{DefinitionId}' by itself until it is mended and published again. {Message}", definition.DefinitionId, e.Message);
            }

        // After all triggers: this publishes other versions.
        foreach (var leader in leaders)
            await definitions.UpdateConsumersAsync(leader, cancellationToken);
    }

    private async Task<List<DefinitionRow>> UnfinishedAsync(CancellationToken cancellationToken)
    {
        await using var context = store.Read();
        return await context.Definitions.AsNoTracking().Where(row => row.IsPublished && !row.IsIndexed).ToListAsync(cancellationToken);
    }
}
