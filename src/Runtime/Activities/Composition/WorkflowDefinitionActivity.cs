using Masterplan.Runtime.Authoring;
using Masterplan.Runtime.Json;

namespace Masterplan.Runtime.Activities.Composition;

/// <summary>A published workflow that stands in another one as an activity. It runs inside of that one's instance, on the version that it was drawn with, over variables, input and output of its own.</summary>
[Activity("Elsa.Workflows.Management.Activities.WorkflowDefinitionActivity", "WorkflowDefinitionActivity", "A workflow that is used as an activity.")]
public sealed class WorkflowDefinitionActivity : Activity, IScope, IHidden, IOffersOutcomes
{
    private const string InputKey = "Input";
    private const string OutputKey = "Output";

    /// <summary>The whole of the other workflow.</summary>
    internal Workflow? Workflow { get; set; }

    /// <summary>Those that the other workflow declares. One that ends without choosing an outcome is done.</summary>
    internal IReadOnlyCollection<string> DeclaredOutcomes { get; set; } = [];

    IReadOnlyCollection<string>? IOffersOutcomes.OfferedOutcomes => [.. DeclaredOutcomes.Union(["Done"])];

    protected override async ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        var workflow = Workflow ?? throw new FaultException("NoWorkflow", "Composition", "Definition", $"'{Id}' names no workflow.");
        context.SetProperty(InputKey, workflow.Inputs.ToDictionary(
            argument => argument.Name,
            argument => SyntheticProperties.TryGetValue(argument.Name, out var value) && value is Input { Expression: not null } input ? Values.Plain(context.GetInputValue(input)) : argument.DefaultValue));
        await context.ScheduleActivityAsync(workflow, OnWorkflowCompletedAsync);
    }

    /// <summary>What the workflow inside is given.</summary>
    internal static IDictionary<string, object?> InputOf(ActivityExecutionContext context) => context.GetProperty<Dictionary<string, object?>>(InputKey) ?? [];

    /// <summary>False if the workflow inside has no such output.</summary>
    internal static bool TrySetOutput(ActivityExecutionContext context, string name, object? value)
    {
        if (((WorkflowDefinitionActivity)context.Activity).Workflow!.Outputs.All(output => output.Name != name))
            return false;
        var outputs = context.GetProperty<Dictionary<string, object?>>(OutputKey) ?? [];
        outputs[name] = Values.Plain(value);
        context.SetProperty(OutputKey, outputs);
        return true;
    }

    private ValueTask OnWorkflowCompletedAsync(ActivityCompletedContext completed)
    {
        var context = completed.TargetContext;
        foreach (var (name, value) in context.GetProperty<Dictionary<string, object?>>(OutputKey) ?? [])
            if (SyntheticProperties.TryGetValue(name, out var output))
                context.Set((Output)output, value, name);
        return context.CompleteActivityAsync(completed.Result);
    }
}
