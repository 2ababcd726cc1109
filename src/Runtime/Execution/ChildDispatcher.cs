using Masterplan.Runtime.Authoring;
using Masterplan.Runtime.Definitions;
using Masterplan.Runtime.Json;
using Masterplan.Runtime.Store;
using Microsoft.EntityFrameworkCore;

namespace Masterplan.Runtime.Execution;

/// <summary>Adds instances that an activity dispatches to its checkpoint. Their ids follow from the activity execution, so a repeat makes no second one.</summary>
internal sealed class ChildDispatcher(RuntimeStore store)
{
    public async Task<DefinitionRow> PublishedAsync(string definitionId)
    {
        await using var context = store.Read();
        return await context.Definitions.AsNoTracking().FirstOrDefaultAsync(row => row.DefinitionId == definitionId && row.IsPublished)
            ?? throw new DefinitionNotFoundException(definitionId, "published");
    }

    public static string Dispatch<TValue>(ActivityExecutionContext context, DefinitionRow definition, string? correlationId, IEnumerable<KeyValuePair<string, TValue>>? input, bool waits, int index = 0)
    {
        var workflow = context.WorkflowExecutionContext;
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
                SubStatus = WorkflowSubStatus.Pending,
                IsRunnable = true,
                CorrelationId = string.IsNullOrEmpty(correlationId) ? null : correlationId,
                ParentInstanceId = workflow.Id,
                ParentActivityInstanceId = waits ? context.Id : null,
                RootInstanceId = workflow.RootWorkflowInstanceId,
                ChildIndex = index,
                CreatedAt = workflow.SystemClock.UtcNow,
            },
            values));
        return id;
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
