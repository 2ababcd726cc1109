using Masterplan.Runtime.Authoring;
using Masterplan.Runtime.Json;

namespace Masterplan.Runtime.Activities;

/// <summary>Runs its body once per item, one after the other.</summary>
[Activity("Elsa", "Looping", "Iterate over a set of values.")]
public sealed class ForEach : Activity, ILoop
{
    private const string NextKey = "CurrentIndex";

    private string ItemsName => $"{Id}.Items";

    public Input<object> Items { get; set; } = new(new List<object?>());

    [Port]
    public IActivity? Body { get; set; }

    public Output<object?>? CurrentValue { get; set; }

    protected override ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        // Kept, so that the loop is over what there was at its start, whatever happens to its source.
        if (context.GetVariable(ItemsName) is null)
            context.SetDynamicVariable<object>(ItemsName, Values.Items(context.Get(Items)).ToList());
        return NextAsync(context);
    }

    private ValueTask OnBodyCompletedAsync(ActivityCompletedContext completed) => NextAsync(completed.TargetContext);

    private async ValueTask NextAsync(ActivityExecutionContext context)
    {
        var index = context.GetProperty<int>(NextKey);
        var items = context.GetVariable<List<object?>>(ItemsName) ?? [];
        if (Body is null || index >= items.Count || context.GetIsBreaking())
        {
            await context.CompleteActivityAsync();
            return;
        }

        context.SetProperty(NextKey, index + 1);
        context.Set(CurrentValue, items[index]);
        await context.ScheduleActivityAsync(Body, OnBodyCompletedAsync, index, LoopVariables.Of(items[index], index));
    }
}
