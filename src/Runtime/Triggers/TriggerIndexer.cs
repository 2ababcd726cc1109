using System.Text.Json.Nodes;
using Masterplan.Runtime.Activities.Scheduling;
using Masterplan.Runtime.Authoring;
using Masterplan.Runtime.Definitions;
using Masterplan.Runtime.Execution;
using Masterplan.Runtime.Expressions;
using Masterplan.Runtime.Json;
using Masterplan.Runtime.Runs;
using Masterplan.Runtime.Store;
using Microsoft.Extensions.DependencyInjection;

namespace Masterplan.Runtime.Triggers;

/// <summary>Finds out what starts a definition: asks each of its triggers that may, with its inputs evaluated over the defaults of the workflow's variables.</summary>
internal sealed class TriggerIndexer(IServiceScopeFactory scopes, IExpressionEvaluator evaluator, TimeProvider time)
{
    /// <summary>The triggers as they are stored. Inputs that make no sense: <see cref="DefinitionException"/>.</summary>
    public async Task<List<TriggerRow>> IndexAsync(DefinitionRow definition, WorkflowGraph graph, CancellationToken cancellationToken)
    {
        var starts = graph.OwnNodes.Where(node => node.Activity is ITrigger && node.Activity.GetCanStartWorkflow()).ToList();
        if (starts.Count == 0)
            return [];
        await using var scope = scopes.CreateAsyncScope();
        var workflow = new WorkflowExecutionContext(scope.ServiceProvider, graph, Instance(definition), cancellationToken);
        var rows = new List<TriggerRow>();
        var faults = new List<DefinitionFault>();
        foreach (var node in starts)
            try
            {
                rows.AddRange(await RowsAsync(definition, workflow, node, cancellationToken));
            }
            catch (Exception e) when (e is FormatException or RuntimeException or InvalidOperationException)
            {
                faults.Add(new DefinitionFault(ActivityPath.Of((JsonObject)JsonNode.Parse(definition.Json)!, node.Activity.Id), e.Message));
            }

        return faults.Count == 0 ? rows : throw new DefinitionException(definition.DefinitionId, faults);
    }

    private async Task<IEnumerable<TriggerRow>> RowsAsync(DefinitionRow definition, WorkflowExecutionContext workflow, ActivityNode node, CancellationToken cancellationToken)
    {
        var activity = Context(workflow, node);
        await InputEvaluation.EvaluateAsync(activity, evaluator);
        var trigger = (ITrigger)node.Activity;
        var indexing = new TriggerIndexingContext(activity.ExpressionExecutionContext, trigger, cancellationToken);
        var payloads = await trigger.GetTriggerPayloadsAsync(indexing);
        var now = time.GetUtcNow();
        return payloads.Select((payload, index) => new TriggerRow
        {
            Id = InstanceFactory.Hash($"{definition.Id}|{node.NodeId}|{index}"),
            DefinitionId = definition.DefinitionId,
            DefinitionVersionId = definition.Id,
            Version = definition.Version,
            ActivityId = node.Activity.Id,
            Name = indexing.TriggerName,
            Hash = BookmarkHash.Of(indexing.TriggerName, payload),
            Payload = Values.JsonOf(payload),
            Activation = workflow.Graph.Workflow.Activation,
            DueAt = (payload as ISchedule)?.First(now),
        }).ToList();
    }

    private static ActivityExecutionContext Context(WorkflowExecutionContext workflow, ActivityNode node)
    {
        var parent = node.Parent is null ? null : Context(workflow, node.Parent);
        var context = workflow.AddContext(parent, node, new ContextState { Id = node.NodeId, NodeId = node.NodeId });
        InputEvaluation.DeclareVariables(context);
        return context;
    }

    private InstanceRow Instance(DefinitionRow definition) => new()
    {
        Id = definition.Id,
        DefinitionId = definition.DefinitionId,
        DefinitionVersionId = definition.Id,
        RootInstanceId = definition.Id,
        CreatedAt = time.GetUtcNow(),
    };
}
