using Masterplan.Runtime.Authoring;
using Masterplan.Runtime.Definitions;
using Masterplan.Runtime.Json;
using Masterplan.Runtime.Runs;
using Masterplan.Runtime.Store;
using Microsoft.EntityFrameworkCore;

namespace Masterplan.Runtime.Execution;

/// <summary>Adds instances that an activity dispatches to its checkpoint. Their ids follow from the activity execution, so a repeat makes no second one.</summary>
internal sealed class ChildDispatcher(RuntimeStore store, WorkflowGraphs graphs)
{
    public async Task<DefinitionRow> PublishedAsync(string definitionId)
    {
        await using var context = store.Read();
        return await context.Definitions.AsNoTracking().FirstOrDefaultAsync(row => row.DefinitionId == definitionId && row.IsPublished)
            ?? throw new DefinitionNotFoundException(definitionId, "published");
    }

    /// <summary>Fails with <see cref="AlreadyRunningException"/> if a run that is under way, or is about to be dispatched, keeps this one from starting.</summary>
    public async Task<string> DispatchAsync<TValue>(ActivityExecutionContext context, DefinitionRow definition, string? correlationId, IEnumerable<KeyValuePair<string, TValue>>? input, bool waits, int index = 0)
    {
        var workflow = context.WorkflowExecutionContext;
        var activation = (await graphs.GetAsync(definition.Id)).Workflow.Activation;
        if (activation != ActivationStrategy.Always)
            await CheckAsync(workflow, activation, definition.DefinitionId, string.IsNullOrEmpty(correlationId) ? null : correlationId);
        var id = InstanceFactory.Hash($"{workflow.Id}|{context.Id}|{context.State.Retries}|{index}");
        var values = (input ?? []).ToDictionary(pair => pair.Key, pair => Values.Plain(pair.Value));
        values.TryAdd("ParentInstanceId", workflow.Id);
        workflow.Checkpoint.Children.Add(InstanceFactory.Create(
            new InstanceRow
            {
                Id = id,
                DefinitionId = definition.DefinitionId,
                DefinitionVersionId = definition.Id,
                Version = definition.Version,
                CorrelationId = string.IsNullOrEmpty(correlationId) ? null : correlationId,
                ParentInstanceId = workflow.Id,
                ParentActivityInstanceId = waits ? context.Id : null,
                RootInstanceId = workflow.RootWorkflowInstanceId,
                ChildIndex = index,
                CreatedAt = workflow.SystemClock.UtcNow,
            },
            values) with
        { Activation = activation });
        return id;
    }

    private Task<bool> CheckAsync(WorkflowExecutionContext workflow, ActivationStrategy activation, string definitionId, string? correlationId)
    {
        var sibling = workflow.Checkpoint.Children.Find(child => activation switch
        {
            ActivationStrategy.Singleton => child.Row.DefinitionId == definitionId,
            ActivationStrategy.Correlation => correlationId is not null && child.Row.CorrelationId == correlationId,
            _ => correlationId is not null && child.Row.CorrelationId == correlationId && child.Row.DefinitionId == definitionId,
        });
        if (sibling is not null)
            throw new AlreadyRunningException(definitionId, correlationId, sibling.Row.Id, sibling.Row.DefinitionId);
        return store.WriteAsync(session =>
        {
            ActivationRule.Check(session, activation, definitionId, correlationId);
            return true;
        });
    }

    /// <summary>The items whose workflows had succeeded before this retry.</summary>
    public async Task<HashSet<int>> FinishedIndexesAsync(ActivityExecutionContext activity)
    {
        if (activity.State.Retries == 0)
            return [];
        await using var context = store.Read();
        return [.. await Finished(context, activity.Id).Select(row => row.ChildIndex).ToListAsync()];
    }

    public async Task<List<object?>> OutputsAsync(ActivityExecutionContext activity)
    {
        await using var context = store.Read();
        var rows = await Finished(context, activity.Id)
            .OrderBy(row => row.ChildIndex)
            .Select(row => context.Parts.Where(part => part.InstanceId == row.Id && part.Key == PartKeys.Output).Select(part => part.Json).FirstOrDefault())
            .ToListAsync();
        return rows.ConvertAll(json => json is null ? new Dictionary<string, object?>() : RuntimeJson.Deserialize<object>(json));
    }

    private static IQueryable<InstanceRow> Finished(RuntimeDbContext context, string activityInstanceId) =>
        context.Instances.AsNoTracking().Where(row => row.ParentActivityInstanceId == activityInstanceId && row.SubStatus == WorkflowSubStatus.Finished);
}
