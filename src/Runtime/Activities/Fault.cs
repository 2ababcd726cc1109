using Masterplan.Runtime.Authoring;

namespace Masterplan.Runtime.Activities;

/// <summary>Ends with an incident.</summary>
[Activity("Elsa", "Primitives", "Faults the workflow.")]
public sealed class Fault : Activity
{
    public Input<string> Code { get; set; } = new("0");

    public Input<string> Category { get; set; } = new("General");

    public Input<string> FaultType { get; set; } = new("System");

    public Input<string?> Message { get; set; } = new(new Expression("Literal", null));

    protected override void Execute(ActivityExecutionContext context) =>
        throw new FaultException(context.Get(Code) ?? "0", context.Get(Category) ?? "General", context.Get(FaultType) ?? "System", context.Get(Message));
}
