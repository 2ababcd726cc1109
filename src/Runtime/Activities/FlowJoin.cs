using Masterplan.Runtime.Authoring;

namespace Masterplan.Runtime.Activities;

/// <summary>Where branches meet; the flowchart asks its mode.</summary>
[Activity("Elsa", "Branching", "Merge multiple branches into a single branch of execution.", DisplayName = "Join (flow)")]
public sealed class FlowJoin : CodeActivity
{
    [Input(UIHint = InputUIHints.DropDown, DefaultValue = FlowJoinMode.WaitAny)]
    public Input<FlowJoinMode> Mode { get; set; } = new(FlowJoinMode.WaitAny);
}
