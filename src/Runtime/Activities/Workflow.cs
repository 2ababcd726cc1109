using Masterplan.Runtime.Authoring;
using Masterplan.Runtime.Runs;

namespace Masterplan.Runtime.Activities;

/// <summary>The top of every definition: its variables, inputs and outputs, and the root activity.</summary>
[Activity("Elsa", "Workflows", "A workflow.")]
public sealed class Workflow : Activity, IVariableContainer
{
    public string DefinitionId { get; set; } = "";

    public string DefinitionVersionId { get; set; } = "";

    public int DefinitionVersion { get; set; }

    public IActivity? Root { get; set; }

    public ICollection<Variable> Variables { get; set; } = [];

    internal IReadOnlyList<ArgumentDefinition> Inputs { get; set; } = [];

    internal IReadOnlyList<ArgumentDefinition> Outputs { get; set; } = [];

    /// <summary>True if an incident ends the instance, false if it suspends it; unset leaves it to the host.</summary>
    internal bool? FaultsOnIncident { get; set; }

    internal ActivationStrategy Activation { get; set; }

    protected override async ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        if (Root is null)
            await context.CompleteActivityAsync();
        else
            await context.ScheduleActivityAsync(Root, OnRootCompletedAsync);
    }

    private static ValueTask OnRootCompletedAsync(ActivityCompletedContext context) => context.TargetContext.CompleteActivityAsync(context.Result);
}
