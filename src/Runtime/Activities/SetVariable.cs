using System.Text.Json.Nodes;
using Masterplan.Runtime.Authoring;
using Masterplan.Runtime.Definitions;

namespace Masterplan.Runtime.Activities;

/// <summary>Sets a variable.</summary>
[Activity("Elsa", "Primitives", "Assign a value to a workflow variable.")]
public sealed class SetVariable : CodeActivity, IReadsDefinition
{
    [Input(UIHint = InputUIHints.VariablePicker)]
    public Variable Variable { get; set; } = default!;

    public Input<object?> Value { get; set; } = new(new Expression("Literal", null));

    void IReadsDefinition.Read(JsonObject json, string path, ActivityBuilder builder)
    {
        if (builder.Scope.ReadVariable(json["variable"], $"{path}.variable") is { } variable)
            Variable = variable;
    }

    protected override void Execute(ActivityExecutionContext context) => context.Set((MemoryBlockReference)Variable, context.Get(Value));
}
