using System.Text.Json.Nodes;
using Masterplan.Runtime.Authoring;
using Masterplan.Runtime.Definitions;
using Masterplan.Runtime.Expressions.CSharp;
using Masterplan.Runtime.Json;

namespace Masterplan.Runtime.Expressions;

/// <summary>Checks expressions when a definition is read, so that a run does not find out later.</summary>
internal sealed class ExpressionChecker(JavaScriptEngine javaScript)
{
    public static Expression Literal(JsonNode? value, Type type, string path, DefinitionScope scope)
    {
        var plain = Values.Plain(value);
        Try(() => LiteralValue(plain, type), path, scope);
        return new Expression("Literal", plain);
    }

    public static Expression Object(JsonNode? value, Type type, string path, DefinitionScope scope)
    {
        var text = References.Text(value) ?? (value is null ? "" : Values.JsonOf(value));
        Try(() => ObjectValue(text, type), path, scope);
        return new Expression("Object", text);
    }

    public Expression JavaScript(JsonNode? value, string path, DefinitionScope scope)
    {
        var script = References.Text(value) ?? "";
        if (javaScript.SyntaxError(script) is { } error)
            scope.Fault(path, $"This is not JavaScript: {error}");
        return new Expression("JavaScript", script);
    }

    public static Expression Liquid(JsonNode? value, string path, DefinitionScope scope)
    {
        var template = References.Text(value) ?? "";
        if (LiquidTemplate.SyntaxError(template) is { } error)
            scope.Fault(path, $"This is not Liquid: {error}");
        return new Expression("Liquid", template);
    }

    public static Expression CSharp(JsonNode? value, string path, DefinitionScope scope)
    {
        var text = References.Text(value) ?? "";
        try
        {
            CSharpExpression.Parse(text);
        }
        catch (ExpressionException e)
        {
            scope.Fault(path, e.Message);
        }

        return new Expression("CSharp", text);
    }

    /// <summary>An empty text means unset for every type but text.</summary>
    public static object? LiteralValue(object? value, Type type) => value is "" && type != typeof(string) && type != typeof(object) ? null : Values.To(value, type);

    public static object? ObjectValue(string text, Type type) =>
        string.IsNullOrWhiteSpace(text) ? null : type == typeof(string) ? text : Values.To(Values.To<System.Text.Json.JsonElement>(text), type);

    private static void Try(Func<object?> convert, string path, DefinitionScope scope)
    {
        try
        {
            convert();
        }
        catch (FormatException e)
        {
            scope.Fault(path, e.Message);
        }
    }
}
