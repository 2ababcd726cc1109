using Masterplan.Runtime.Authoring;

namespace Masterplan.Runtime.Expressions;

/// <summary>Evaluates an expression in the syntax that it names.</summary>
public interface IExpressionEvaluator
{
    /// <summary>The value, converted to the type; fails with <see cref="ExpressionException"/>.</summary>
    ValueTask<object?> EvaluateAsync(Expression expression, Type returnType, ExpressionExecutionContext context);
}
