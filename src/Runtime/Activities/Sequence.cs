using Masterplan.Runtime.Authoring;

namespace Masterplan.Runtime.Activities;

/// <summary>Runs its activities one after the other.</summary>
[Activity("Elsa", "Workflows", "Execute a set of activities in sequence.")]
public sealed class Sequence : Activity, IVariableContainer, IScope, IHidden
{
    private const string IndexKey = "CurrentIndex";

    public ICollection<Variable> Variables { get; set; } = [];

    public ICollection<IActivity> Activities { get; set; } = [];

    protected override ValueTask ExecuteAsync(ActivityExecutionContext context) => NextAsync(context);

    private ValueTask OnChildCompletedAsync(ActivityCompletedContext completed) =>
        completed.ChildContext.ActivityDescriptor.IsTerminal ? completed.TargetContext.CompleteActivityAsync() : NextAsync(completed.TargetContext);

    private async ValueTask NextAsync(ActivityExecutionContext context)
    {
        var index = context.GetProperty<int>(IndexKey);
        if (index >= Activities.Count)
        {
            await context.CompleteActivityAsync();
            return;
        }

        context.SetProperty(IndexKey, index + 1);
        await context.ScheduleActivityAsync(Activities.ElementAt(index), OnChildCompletedAsync);
    }
}
