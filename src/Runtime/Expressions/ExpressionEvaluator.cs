using Masterplan.Runtime.Authoring;
using Masterplan.Runtime.Expressions.CSharp;
using Masterplan.Runtime.Hosting;
using Masterplan.Runtime.Json;

namespace Masterplan.Runtime.Expressions;

/// <summary>Evaluates the syntaxes of definitions, and delegates that code gives.</summary>
internal sealed class ExpressionEvaluator(JavaScriptEngine javaScript, RuntimeOptions options) : IExpressionEvaluator
{
    public async ValueTask<object?> EvaluateAsync(Expression expression, Type returnType, ExpressionExecutionContext context)
    {
        try
        {
            return expression.Type switch
            {
                "Literal" => ExpressionChecker.LiteralValue(expression.Value, returnType),
                "Object" => ExpressionChecker.ObjectValue(expression.Value as string ?? Values.JsonOf(expression.Value), returnType),
                "Variable" => Values.To(context.Get((MemoryBlockReference)expression.Value!), returnType),
                "Input" => Values.To(context.Activity?.ExpressionInput.TryGetValue((string)expression.Value!, out var value) == true ? value : null, returnType),
                "JavaScript" => Values.To(javaScript.Evaluate((string)expression.Value!, context), returnType),
                "Liquid" => Values.To(LiquidTemplate.Render((string)expression.Value!, context, options), returnType),
                "CSharp" => Values.To(CSharpExpression.Parse((string)expression.Value!).Evaluate(ExpressionGlobals.Of(context)), returnType),
                "Delegate" => await ((Func<ExpressionExecutionContext, ValueTask<object?>>)expression.Value!)(context),
                _ => throw new ExpressionException($"The expression type '{expression.Type}' is unknown."),
            };
        }
        catch (FormatException e)
        {
            throw new ExpressionException($"The {expression.Type} expression{Shown(expression)} gave a value of the wrong type. {e.Message}", e);
        }
    }

    private static string Shown(Expression expression) => expression is { Type: "JavaScript", Value: string text } ? $" `{(text.Length > 120 ? text[..120] + "…" : text)}`" : "";
}
