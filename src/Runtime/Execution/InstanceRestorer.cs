using Masterplan.Runtime.Activities;
using Masterplan.Runtime.Authoring;
using Masterplan.Runtime.Json;
using Masterplan.Runtime.Store;

namespace Masterplan.Runtime.Execution;

/// <summary>Puts an instance together again from its parts.</summary>
internal static class InstanceRestorer
{
    public static WorkflowExecutionContext Restore(LoadedInstance loaded, WorkflowGraph graph, IServiceProvider services, CancellationToken cancellationToken)
    {
        var workflow = new WorkflowExecutionContext(services, graph, loaded.Row, cancellationToken);
        var contexts = new List<ContextState>();
        var variables = new List<InstancePart>();
        foreach (var part in loaded.Parts)
        {
            workflow.StoredParts.Add(part.Key);
            if (part.Key.StartsWith(PartKeys.ContextPrefix, StringComparison.Ordinal))
                contexts.Add(RuntimeJson.Deserialize<ContextState>(part.Json)!);
            else if (part.Key.StartsWith(PartKeys.VariablePrefix, StringComparison.Ordinal))
                variables.Add(part);
            else
                RestoreValues(workflow, part);
        }

        RestoreContexts(workflow, graph, contexts);
        foreach (var part in variables)
            RestoreVariable(workflow, part);
        foreach (var context in workflow.Contexts.Values)
            RestoreMemory(context);
        workflow.BookmarkList.AddRange(loaded.Bookmarks.Select(row => row.ToBookmark()));
        workflow.Dirty.Clear();
        return workflow;
    }

    private static void RestoreValues(WorkflowExecutionContext workflow, InstancePart part)
    {
        switch (part.Key)
        {
            case PartKeys.Input:
                workflow.InputData = RuntimeJson.Deserialize<Dictionary<string, object?>>(part.Json)!;
                break;
            case PartKeys.Output:
                workflow.OutputData = RuntimeJson.Deserialize<Dictionary<string, object?>>(part.Json)!;
                break;
            case PartKeys.Properties:
                workflow.PropertyData = RuntimeJson.Deserialize<Dictionary<string, object?>>(part.Json)!;
                break;
            case PartKeys.Outputs:
                workflow.Outputs = RuntimeJson.Deserialize<OutputRegister>(part.Json)!;
                break;
        }
    }

    private static void RestoreContexts(WorkflowExecutionContext workflow, WorkflowGraph graph, List<ContextState> states)
    {
        var children = states.ToLookup(state => state.ParentId);
        var queue = new Queue<(ContextState State, ActivityExecutionContext? Parent)>(children[null].Select(state => (state, (ActivityExecutionContext?)null)));
        while (queue.TryDequeue(out var next))
        {
            var node = graph.FindByNodeId(next.State.NodeId) ?? throw new InvalidOperationException(
                $"Run '{workflow.Id}' stands at '{next.State.NodeId}', which its definition version does not have. The definition's row was changed from outside.");
            var context = workflow.AddContext(next.Parent, node, next.State);
            foreach (var child in children[next.State.Id])
                queue.Enqueue((child, context));
        }
    }

    /// <summary>What is kept in memory only begins anew.</summary>
    private static void RestoreMemory(ActivityExecutionContext context)
    {
        if (context.Status == ActivityStatus.Running && context.Activity is IVariableContainer container)
            foreach (var variable in container.Variables.Where(variable => variable.StorageDriverType == typeof(MemoryStorageDriver)))
                context.WorkflowExecutionContext.Declare(context, variable, variable.Value);
    }

    private static void RestoreVariable(WorkflowExecutionContext workflow, InstancePart part)
    {
        var (contextId, variableId) = PartKeys.SplitVariable(part.Key);
        if (!workflow.Contexts.TryGetValue(contextId, out var context))
            return;
        var declared = (context.Activity as IVariableContainer)?.Variables.FirstOrDefault(variable => variable.Id == variableId);
        var block = new VariableBlock(contextId, declared ?? new Variable(variableId));
        block.Restore(part.Json);
        context.Blocks[variableId] = block;
    }
}
