using Masterplan.Runtime.Authoring;
using Masterplan.Runtime.Expressions;

namespace Masterplan.Runtime.Activities;

/// <summary>Walks a flowchart on from an activity that has ended: what is to run next, what is skipped, and which joins have waited enough.</summary>
internal sealed class FlowVisitor(Flowchart flowchart, ActivityExecutionContext context, FlowScope scope, FlowGraph graph, Func<IActivity, bool, ValueTask> schedule)
{
    /// <summary>Visits every line that leaves the activity; those of its outcomes are followed.</summary>
    public async ValueTask LeaveAsync(string activity, IReadOnlyCollection<string> outcomes)
    {
        foreach (var connection in graph.Outbound(activity))
            await VisitAsync(connection, outcomes.Contains(connection.SourcePort));
    }

    private async ValueTask VisitAsync(Connection connection, bool followed)
    {
        var wave = scope.Visit(connection, followed);
        var target = flowchart.Find(connection.Target);
        if (graph.IsBackward(connection))
        {
            if (followed)
                await GoBackAsync(connection, target);
        }
        else if (target is FlowJoin join && await ModeAsync(join) is FlowJoinMode.WaitAny)
            await RaceAsync(target, wave, followed);
        else
            await JoinAsync(target, target is FlowJoin explicitJoin ? await ModeAsync(explicitJoin) : FlowJoinMode.WaitAllActive);
    }

    private ValueTask GoBackAsync(Connection connection, IActivity target)
    {
        if (!graph.IsValidLoop(connection))
            throw new InvalidOperationException(
                $"The connection {connection} goes back to an activity that not every way from the start passes. Let it go back to one that does.");
        return schedule(target, true);
    }

    private async ValueTask JoinAsync(IActivity target, FlowJoinMode mode)
    {
        var inbound = graph.ForwardInbound(target.Id);
        if (inbound.Any(connection => scope.Visits(connection) <= scope.Visits(target.Id)))
            return;
        var runs = mode == FlowJoinMode.WaitAll ? inbound.All(scope.LastFollowed) : inbound.Any(scope.LastFollowed);
        scope.Visit(target.Id);
        if (runs)
            await schedule(target, false);
        else
            await LeaveAsync(target.Id, []);
    }

    // One run per wave: the first line followed wins, later arrivals of the same wave find its number used up.
    private async ValueTask RaceAsync(IActivity target, int wave, bool followed)
    {
        if (wave <= scope.Visits(target.Id))
            return;
        if (followed)
        {
            scope.Visit(target.Id);
            await CancelLosersAsync(target.Id);
            await schedule(target, false);
        }
        else if (graph.ForwardInbound(target.Id).All(connection => scope.Visits(connection) >= wave))
        {
            scope.Visit(target.Id);
            await LeaveAsync(target.Id, []);
        }
    }

    private async ValueTask CancelLosersAsync(string join)
    {
        var ancestors = graph.Ancestors(join);
        foreach (var loser in context.Children.Where(child => ancestors.Contains(child.Activity.Id) && !child.IsCompleted).ToList())
        {
            await loser.CancelActivityAsync();
            await LeaveAsync(loser.Activity.Id, []);
        }
    }

    private async ValueTask<FlowJoinMode> ModeAsync(FlowJoin join) => join.Mode?.Expression is { } expression
        ? (FlowJoinMode)(await context.GetRequiredService<IExpressionEvaluator>().EvaluateAsync(expression, typeof(FlowJoinMode), context.ExpressionExecutionContext) ?? FlowJoinMode.WaitAny)
        : FlowJoinMode.WaitAny;
}
