using System.Text.Json.Nodes;
using Masterplan.Runtime.Authoring;
using Masterplan.Runtime.Definitions;
using Masterplan.Runtime.Expressions;
using Masterplan.Runtime.Json;

namespace Masterplan.Runtime.Activities;

/// <summary>Reads cases and finds those that hold.</summary>
internal static class SwitchCases
{
    public static List<SwitchCase> Read(JsonNode? node, string path, ActivityBuilder builder)
    {
        var cases = new List<SwitchCase>();
        for (var i = 0; node is JsonArray list && i < list.Count; i++)
        {
            var json = list[i] as JsonObject ?? [];
            var condition = builder.Scope.ReadExpression(json["condition"], typeof(bool), $"{path}[{i}].condition");
            var activity = json["activity"] is { } child ? builder.Build(child, $"{path}[{i}].activity") : null;
            if (condition is not null)
                cases.Add(new SwitchCase(References.Text(json["label"]) ?? "", condition, activity));
        }

        return cases;
    }

    public static async Task<List<SwitchCase>> MatchAsync(IEnumerable<SwitchCase> cases, SwitchMode mode, ActivityExecutionContext context)
    {
        var evaluator = context.GetRequiredService<IExpressionEvaluator>();
        var matches = new List<SwitchCase>();
        foreach (var candidate in cases)
        {
            if (!Values.To<bool>(await evaluator.EvaluateAsync(candidate.Condition, typeof(bool), context.ExpressionExecutionContext)))
                continue;
            matches.Add(candidate);
            if (mode == SwitchMode.MatchFirst)
                break;
        }

        return matches;
    }
}
