using Masterplan.Runtime.Authoring;

namespace Masterplan.Runtime.Activities;

/// <summary>Runs its body once per number. Without a body it completes at once.</summary>
[Activity("Elsa", "Looping", "Iterate over a sequence of steps between a start and an end number.")]
public sealed class For : Activity, ILoop
{
    private const string NextKey = "Next";

    public Input<int> Start { get; set; } = new(0);

    public Input<int> End { get; set; } = new(0);

    public Input<int> Step { get; set; } = new(1);

    [Input(DefaultValue = true)]
    public Input<bool> OuterBoundInclusive { get; set; } = new(true);

    [Port]
    public IActivity? Body { get; set; }

    public Output<object?>? CurrentValue { get; set; }

    protected override ValueTask ExecuteAsync(ActivityExecutionContext context) => NextAsync(context, context.GetProperty<int?>(NextKey) ?? context.Get(Start));

    private ValueTask OnBodyCompletedAsync(ActivityCompletedContext completed) => NextAsync(completed.TargetContext, completed.TargetContext.GetProperty<int>(NextKey));

    private async ValueTask NextAsync(ActivityExecutionContext context, int value)
    {
        var (end, step, inclusive) = (context.Get(End), context.Get(Step), context.Get(OuterBoundInclusive));
        var isWithin = (step >= 0 ? value < end : value > end) || (inclusive && value == end);
        if (Body is null || step == 0 || !isWithin || context.GetIsBreaking())
        {
            await context.CompleteActivityAsync();
            return;
        }

        context.SetProperty(NextKey, value + step);
        context.Set(CurrentValue, value);
        await context.ScheduleActivityAsync(Body, OnBodyCompletedAsync, variables: [new Variable<int>("CurrentValue", value)]);
    }
}
