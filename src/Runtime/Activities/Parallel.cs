using Masterplan.Runtime.Authoring;

namespace Masterplan.Runtime.Activities;

/// <summary>Starts all its activities, and is done when all of them are.</summary>
[Activity("Elsa", "Workflows", "Execute a set of activities in parallel.")]
public sealed class Parallel : Activity, IVariableContainer, IScope, IHidden
{
    public ICollection<Variable> Variables { get; set; } = [];

    public ICollection<IActivity> Activities { get; set; } = [];

    protected override async ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        if (Activities.Count == 0)
            await context.CompleteActivityAsync();
        else
            await context.ScheduleActivities(Activities, OnChildCompletedAsync);
    }

    private static ValueTask OnChildCompletedAsync(ActivityCompletedContext completed) =>
        completed.TargetContext.Children.Any() ? ValueTask.CompletedTask : completed.TargetContext.CompleteActivityAsync();
}
