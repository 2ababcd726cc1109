namespace Masterplan.Runtime.Authoring;

/// <summary>A value, or a text that yields one, in a named syntax: Literal, Object, Variable, Input, JavaScript, or Delegate (in code only).</summary>
public sealed class Expression(string type, object? value)
{
    public string Type { get; set; } = type;

    public object? Value { get; set; } = value;

    public static Expression LiteralExpression(object? value) => new("Literal", value);

    public static Expression DelegateExpression(Func<ExpressionExecutionContext, ValueTask<object?>> value) => new("Delegate", value);
}
