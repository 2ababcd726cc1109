using Masterplan.Runtime.Authoring;

namespace Masterplan.Runtime.Expressions;

/// <summary>What expressions can read by name, whatever their syntax.</summary>
internal static class ExpressionGlobals
{
    public static Dictionary<string, object?> Of(ExpressionExecutionContext context)
    {
        if (context.Activity is not { } activity)
            return [];
        var workflow = activity.WorkflowExecutionContext;
        return new()
        {
            ["Variables"] = activity.GetVariableValues(),
            ["Input"] = activity.ExpressionInput.ToDictionary(),
            ["WorkflowInstanceId"] = workflow.Id,
            ["WorkflowDefinitionId"] = workflow.DefinitionId,
            ["CorrelationId"] = workflow.CorrelationId,
        };
    }
}
