using System.Globalization;
using DotLiquid;
using DotLiquid.Exceptions;
using Masterplan.Runtime.Authoring;
using Masterplan.Runtime.Hosting;

namespace Masterplan.Runtime.Expressions;

/// <summary>Renders Liquid templates: they see the workflow's variables and input as plain data, and neither files nor .NET.</summary>
internal static class LiquidTemplate
{
    private const int MaxIterations = 100_000;

    /// <summary>What is wrong with the template's syntax; null if nothing.</summary>
    public static string? SyntaxError(string template)
    {
        try
        {
            Template.Parse(template);
            return null;
        }
        catch (LiquidException e)
        {
            return e.Message;
        }
    }

    public static string Render(string template, ExpressionExecutionContext context, RuntimeOptions options)
    {
        var scope = new Hash();
        foreach (var (name, value) in ExpressionGlobals.Of(context))
            scope[name] = Json.Values.Plain(value);
        try
        {
            return Template.Parse(template).Render(new RenderParameters(CultureInfo.InvariantCulture)
            {
                LocalVariables = scope,
                ErrorsOutputMode = ErrorsOutputMode.Rethrow,
                MaxIterations = MaxIterations,
                Timeout = (int)options.ScriptTimeout.TotalMilliseconds,
            });
        }
        catch (Exception e) when (e is LiquidException or TimeoutException)
        {
            throw new ExpressionException($"The Liquid template failed: {e.Message}", e);
        }
    }
}
