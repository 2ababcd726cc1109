using System.Text.Json.Nodes;
using Masterplan.Runtime.Authoring;
using Masterplan.Runtime.Definitions;

namespace Masterplan.Runtime.Activities;

/// <summary>Goes on at the labels of the cases that hold, or at Default.</summary>
[Activity("Elsa", "Branching", "Evaluate a set of case conditions and schedule the activity for a matching case.", DisplayName = "Switch (flow)")]
[FlowNode("Default")]
public sealed class FlowSwitch : Activity, IReadsDefinition, IOffersOutcomes
{
    [Input(UIHint = InputUIHints.FlowSwitchEditor)]
    public ICollection<SwitchCase> Cases { get; set; } = [];

    public Input<SwitchMode> Mode { get; set; } = new(SwitchMode.MatchFirst);

    IReadOnlyCollection<string>? IOffersOutcomes.OfferedOutcomes => Cases.Select(candidate => candidate.Label).Append("Default").ToList();

    void IReadsDefinition.Read(JsonObject json, string path, ActivityBuilder builder) => Cases = SwitchCases.Read(json["cases"], $"{path}.cases", builder);

    protected override async ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        var matches = await SwitchCases.MatchAsync(Cases, context.Get(Mode), context);
        await context.CompleteActivityWithOutcomesAsync(matches.Count == 0 ? ["Default"] : matches.Select(match => match.Label).ToArray());
    }
}
