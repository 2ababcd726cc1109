using Microsoft.CSharp.RuntimeBinder;

namespace Masterplan.Runtime.Expressions.CSharp;

/// <summary>A C# expression over plain data: names, members, indexes, literals, interpolated strings and operators. It calls nothing, so it reaches nothing.</summary>
internal sealed class CSharpExpression
{
    private readonly string _text;
    private readonly CSharpNode _node;

    private CSharpExpression(string text, CSharpNode node) => (_text, _node) = (text, node);

    /// <summary>Reads an expression, or <c>return</c> with one. Fails with <see cref="ExpressionException"/>.</summary>
    public static CSharpExpression Parse(string text) => new(text, new CSharpParser(text).Read());

    public object? Evaluate(IReadOnlyDictionary<string, object?> globals)
    {
        try
        {
            return _node(globals);
        }
        catch (Exception e) when (e is RuntimeBinderException or DivideByZeroException or OverflowException or ArgumentOutOfRangeException or FormatException)
        {
            throw new ExpressionException($"The C# expression `{_text}` failed: {e.Message}", e);
        }
    }
}
