using System.Collections.Concurrent;
using Masterplan.Runtime.Execution;
using Masterplan.Runtime.Store;
using Microsoft.EntityFrameworkCore;

namespace Masterplan.Runtime.Definitions;

/// <summary>The definition versions that are in use, built once each. A version never changes once an instance may run on it, except drafts, which are forgotten when saved.</summary>
internal sealed class WorkflowGraphs(RuntimeStore store, DefinitionReader reader)
{
    private readonly ConcurrentDictionary<string, WorkflowGraph> _graphs = new();

    public async Task<WorkflowGraph> GetAsync(string definitionVersionId)
    {
        if (_graphs.TryGetValue(definitionVersionId, out var known))
            return known;
        await using var context = store.Read();
        var row = await context.Definitions.AsNoTracking().FirstOrDefaultAsync(candidate => candidate.Id == definitionVersionId)
            ?? throw new DefinitionNotFoundException(definitionVersionId, "stored");
        return _graphs.GetOrAdd(definitionVersionId, reader.Read(DefinitionReader.Parse(row.Json, row.DefinitionId)));
    }

    /// <summary>After another host has changed definitions.</summary>
    public void ForgetAll() => _graphs.Clear();

    public void Forget(string definitionVersionId) => _graphs.TryRemove(definitionVersionId, out _);
}
