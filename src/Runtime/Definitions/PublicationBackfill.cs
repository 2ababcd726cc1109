using Masterplan.Runtime.Definitions;
using Masterplan.Runtime.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Masterplan.Runtime.Triggers;

/// <summary>Indexes what was published before there was an index.</summary>
internal sealed class TriggerBackfill(RuntimeStore store, WorkflowGraphs graphs, TriggerIndexer indexer, ILogger<TriggerBackfill> log)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var context = store.Read();
        foreach (var definition in await context.Definitions.AsNoTracking().Where(row => row.IsPublished && !row.IsIndexed).ToListAsync(cancellationToken))
            try
            {
                var triggers = await indexer.IndexAsync(definition, await graphs.GetAsync(definition.Id), cancellationToken);
                await store.WriteAsync(session => TriggerStatements.Replace(session, definition, triggers));
            }
            catch (DefinitionException e)
            {
                log.LogError("Nothing starts '{DefinitionId}' by itself until it is mended and published again. {Message}", definition.DefinitionId, e.Message);
            }
    }
}
