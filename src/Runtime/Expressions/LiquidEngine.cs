using Fluid;
using Fluid.Values;
using Masterplan.Runtime.Authoring;

namespace Masterplan.Runtime.Expressions;

/// <summary>Renders Liquid templates: they see the workflow's variables and input as plain data, and nothing of .NET.</summary>
internal sealed class LiquidEngine
{
    private const int MaxSteps = 100_000;
    private readonly FluidParser _parser = new();
    private readonly TemplateOptions _options = new() { MaxSteps = MaxSteps };

    /// <summary>What is wrong with the template's syntax; null if nothing.</summary>
    public string? SyntaxError(string template) => _parser.TryParse(template, out _, out var error) ? null : error;

    public async ValueTask<string> RenderAsync(string template, ExpressionExecutionContext context)
    {
        if (!_parser.TryParse(template, out var parsed, out var error))
            throw new ExpressionException($"The Liquid template cannot be read: {error}");
        var scope = new TemplateContext(_options);
        foreach (var (name, value) in ExpressionGlobals.Of(context))
            scope.SetValue(name, FluidValue.Create(Json.Values.Plain(value), _options));
        try
        {
            return await parsed.RenderAsync(scope);
        }
        catch (InvalidOperationException e)
        {
            throw new ExpressionException($"The Liquid template failed: {e.Message}", e);
        }
    }
}
