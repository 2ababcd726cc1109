using Masterplan.Runtime.Authoring;
using Masterplan.Runtime.Json;

namespace Masterplan.Runtime.Activities;

/// <summary>Goes on at all its branches at once.</summary>
[Activity("Elsa", "Branching", "Branch execution into multiple paths.", DisplayName = "Fork (flow)")]
public sealed class FlowFork : Activity, IOffersOutcomes
{
    [Input(UIHint = InputUIHints.DynamicOutcomes)]
    public Input<List<string>> Branches { get; set; } = new(new List<string>());

    IReadOnlyCollection<string>? IOffersOutcomes.OfferedOutcomes =>
        Branches.Expression is { Type: "Literal" or "Object" } expression ? Names(Values.Items(expression.Value).Select(item => item?.ToString() ?? "")) : null;

    protected override ValueTask ExecuteAsync(ActivityExecutionContext context) =>
        context.CompleteActivityWithOutcomesAsync([.. Names(context.Get(Branches) ?? [])]);

    private static List<string> Names(IEnumerable<string> branches) => branches.Where(branch => branch.Length > 0).DefaultIfEmpty("Done").ToList();
}
