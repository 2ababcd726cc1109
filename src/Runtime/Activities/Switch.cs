using System.Text.Json.Nodes;
using Masterplan.Runtime.Authoring;
using Masterplan.Runtime.Definitions;

namespace Masterplan.Runtime.Activities;

/// <summary>Runs the activities of the cases that hold, or the default.</summary>
[Activity("Elsa", "Branching", "Evaluate a set of case conditions and schedule the activity for a matching case.")]
public sealed class Switch : Activity, IScope, IReadsDefinition
{
    [Input(UIHint = InputUIHints.SwitchEditor)]
    public ICollection<SwitchCase> Cases { get; set; } = [];

    public Input<SwitchMode> Mode { get; set; } = new(SwitchMode.MatchFirst);

    [Port]
    public IActivity? Default { get; set; }

    public Output<object>? Output { get; set; }

    void IReadsDefinition.Read(JsonObject json, string path, ActivityBuilder builder) => Cases = SwitchCases.Read(json["cases"], $"{path}.cases", builder);

    protected override async ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        var matches = await SwitchCases.MatchAsync(Cases, context.Get(Mode), context);
        var activities = (matches.Count == 0 ? [Default] : matches.Select(match => match.Activity)).OfType<IActivity>().ToList();
        if (activities.Count == 0)
            await context.CompleteActivityAsync();
        else
            await context.ScheduleActivities(activities, OnChildCompletedAsync);
    }

    private static ValueTask OnChildCompletedAsync(ActivityCompletedContext completed) =>
        completed.TargetContext.Children.Any() ? ValueTask.CompletedTask : completed.TargetContext.CompleteActivityAsync();
}
