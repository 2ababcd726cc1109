using Masterplan.Runtime.Activities;
using Masterplan.Runtime.Authoring;
using Masterplan.Runtime.Expressions;

namespace Masterplan.Runtime.Execution;

/// <summary>Gives an activity execution its variables and the values of its inputs.</summary>
internal static class InputEvaluation
{
    public static void DeclareVariables(ActivityExecutionContext context)
    {
        if (context.Activity is IVariableContainer container)
            foreach (var variable in container.Variables)
                if (!context.Blocks.ContainsKey(variable.Id))
                    context.WorkflowExecutionContext.Declare(context, variable, variable.Value);
    }

    public static async ValueTask EvaluateAsync(ActivityExecutionContext context, IExpressionEvaluator evaluator)
    {
        if (context.HasEvaluatedInputs)
            return;
        foreach (var descriptor in context.ActivityDescriptor.Inputs)
        {
            if (!descriptor.IsWrapped || !descriptor.AutoEvaluate || descriptor.Of(context.Activity) is not Input { Expression: { } expression } input)
                continue;
            var value = await evaluator.EvaluateAsync(expression, input.Type, context.ExpressionExecutionContext);
            context.InputValues[input] = value;
            if (descriptor.IsSerializable)
                context.ActivityState[descriptor.Name] = descriptor.IsSensitive ? "***" : context.Activity is IHidesSecrets hides ? hides.Shown(descriptor.Name, value) : value;
        }

        context.HasEvaluatedInputs = true;
    }
}
