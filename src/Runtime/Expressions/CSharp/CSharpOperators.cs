using System.Collections;

namespace Masterplan.Runtime.Expressions.CSharp;

/// <summary>What operators and members do with plain data; the runtime binder applies the language's own rules for numbers and strings.</summary>
internal static class CSharpOperators
{
    /// <summary>The binary operators, those that bind weakest first.</summary>
    public static readonly string[][] Levels = [["??"], ["||"], ["&&"], ["==", "!="], ["<=", ">=", "<", ">"], ["+", "-"], ["*", "/", "%"]];

    public static CSharpNode Binary(string name, CSharpNode left, CSharpNode right) => name switch
    {
        "??" => globals => left(globals) ?? right(globals),
        "||" => globals => (bool)(dynamic?)left(globals)! || (bool)(dynamic?)right(globals)!,
        "&&" => globals => (bool)(dynamic?)left(globals)! && (bool)(dynamic?)right(globals)!,
        "==" => globals => AreEqual(left(globals), right(globals)),
        "!=" => globals => !AreEqual(left(globals), right(globals)),
        "<" => globals => (dynamic?)left(globals) < (dynamic?)right(globals),
        ">" => globals => (dynamic?)left(globals) > (dynamic?)right(globals),
        "<=" => globals => (dynamic?)left(globals) <= (dynamic?)right(globals),
        ">=" => globals => (dynamic?)left(globals) >= (dynamic?)right(globals),
        "+" => globals => (dynamic?)left(globals) + (dynamic?)right(globals),
        "-" => globals => (dynamic?)left(globals) - (dynamic?)right(globals),
        "*" => globals => (dynamic?)left(globals) * (dynamic?)right(globals),
        "/" => globals => (dynamic?)left(globals) / (dynamic?)right(globals),
        _ => globals => (dynamic?)left(globals) % (dynamic?)right(globals),
    };

    public static CSharpNode Unary(char name, CSharpNode operand) =>
        name == '!' ? globals => !(bool)(dynamic?)operand(globals)! : globals => -(dynamic?)operand(globals);

    public static object? Member(object? target, string name) => target switch
    {
        IDictionary<string, object?> map when map.TryGetValue(name, out var value) => value,
        IDictionary<string, object?> map => throw new ExpressionException($"There is no '{name}'. There are: {string.Join(", ", map.Keys.Order(StringComparer.Ordinal))}."),
        string text when name == "Length" => text.Length,
        ICollection list when name is "Count" or "Length" => list.Count,
        null => throw new ExpressionException($"'{name}' was asked of null."),
        _ => throw new ExpressionException($"A {target.GetType().Name} has no '{name}'."),
    };

    public static object? Item(object? target, object? index) => (target, index) switch
    {
        (IDictionary<string, object?>, string name) => Member(target, name),
        (IList list, int or long) => list[Convert.ToInt32(index)],
        (string text, int or long) => text[Convert.ToInt32(index)].ToString(),
        _ => throw new ExpressionException($"A {target?.GetType().Name ?? "null"} has no item '{index}'."),
    };

    private static bool AreEqual(object? left, object? right) => left is null || right is null ? left is null && right is null : (bool)((dynamic)left == (dynamic)right);
}
