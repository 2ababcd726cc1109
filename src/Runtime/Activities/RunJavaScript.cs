using System.Text.Json.Nodes;
using Masterplan.Runtime.Authoring;
using Masterplan.Runtime.Definitions;
using Masterplan.Runtime.Expressions;
using Masterplan.Runtime.Json;

namespace Masterplan.Runtime.Activities;

/// <summary>Runs a script; what it returns is the result. Its outcome is Done, unless the script calls <c>setOutcome</c> or <c>setOutcomes</c>.</summary>
[Activity("Elsa", "Scripting", "Run JavaScript over the workflow's variables and input.", DisplayName = "Run JavaScript")]
public sealed class RunJavaScript : Activity<object?>, IOffersOutcomes, IReadsDefinition
{
    [Input(Description = "The script. What it returns is the result; setOutcome('Name') chooses where the flow goes on.", UIHint = InputUIHints.CodeEditor, Options = "javascript", DefaultSyntax = "JavaScript")]
    public Input<string?> Script { get; set; } = new(new Expression("Literal", null));

    [Input(Description = "The outcomes that the script may choose.", UIHint = InputUIHints.DynamicOutcomes)]
    public Input<ICollection<string>?> PossibleOutcomes { get; set; } = new(new Expression("Literal", null));

    IReadOnlyCollection<string>? IOffersOutcomes.OfferedOutcomes => PossibleOutcomes.Expression is { Type: "Literal" or "Object" } expression
        ? [.. Values.Items(expression.Value).Select(item => item?.ToString() ?? ""), "Done"]
        : null;

    void IReadsDefinition.Read(JsonObject json, string path, ActivityBuilder builder)
    {
        if (Script.Expression is { Type: "Literal", Value: string script })
            builder.Scope.CheckJavaScript(script, $"{path}.script.expression.value");
    }

    protected override async ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        var outcomes = new List<string>();
        if (context.Get(Script) is { } script && !string.IsNullOrWhiteSpace(script))
            context.Set(Result, context.GetRequiredService<JavaScriptEngine>().Evaluate(script, context.ExpressionExecutionContext, names => outcomes = names));
        await context.CompleteActivityWithOutcomesAsync([.. outcomes.DefaultIfEmpty("Done")]);
    }
}
