using Masterplan.Runtime.Authoring;
using Masterplan.Runtime.Json;

namespace Masterplan.Runtime.Activities;

/// <summary>Starts its body for every item at once, and is done when all of them are.</summary>
[Activity("Elsa", "Looping", "Schedule an activity for each item in parallel.", DisplayName = "Parallel For Each")]
public sealed class ParallelForEach : Activity, ILoop
{
    public Input<object> Items { get; set; } = new(new List<object?>());

    [Port]
    public IActivity? Body { get; set; }

    protected override async ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        var items = Values.Items(context.Get(Items)).ToList();
        if (Body is null || items.Count == 0)
        {
            await context.CompleteActivityAsync();
            return;
        }

        for (var i = 0; i < items.Count; i++)
            await context.ScheduleActivityAsync(Body, OnBodyCompletedAsync, i, LoopVariables.Of(items[i], i));
    }

    private static ValueTask OnBodyCompletedAsync(ActivityCompletedContext completed) =>
        completed.TargetContext.Children.Any() && !completed.TargetContext.GetIsBreaking() ? ValueTask.CompletedTask : completed.TargetContext.CompleteActivityAsync();
}
