using System.Text.Json.Nodes;
using Masterplan.Rehearsal.Kubernetes.Objects;

namespace Masterplan.Rehearsal.Kubernetes.Api;

/// <summary>Label and field selectors.</summary>
public static class Selectors
{
    public static Func<JsonObject, bool> Labels(string? selector)
    {
        var terms = Split(selector).Select(LabelTerm).ToList();
        return o => terms.TrueForAll(t => t(o.At("metadata", "labels") as JsonObject));
    }

    public static Func<JsonObject, bool> Fields(string? selector)
    {
        var terms = Split(selector).Select(term =>
        {
            var isNot = term.Contains("!=", StringComparison.Ordinal);
            var parts = term.Split(isNot ? ["!="] : ["==", "="], 2, StringSplitOptions.TrimEntries);
            if (parts.Length != 2)
                throw ApiException.BadRequest($"invalid selector: '{term}'; can't understand '{term}'");
            return (Path: parts[0].Split('.'), Value: parts[1], IsNot: isNot);
        }).ToList();
        return o => terms.TrueForAll(t => ((o.Text(t.Path) ?? (t.Path[^1] == "unschedulable" ? "false" : string.Empty)) == t.Value) != t.IsNot);
    }

    /// <summary>A LabelSelector object: matchLabels and matchExpressions.</summary>
    public static bool Matches(JsonNode? selector, JsonObject labelled)
    {
        if (selector is null)
            return false;
        var labels = labelled.At("metadata", "labels") as JsonObject;
        return selector.Map("matchLabels").All(m => labels.Text(m.Key) == m.Value)
            && selector.Items("matchExpressions").All(e => Holds(labels, e.Text("key") ?? string.Empty, e.Text("operator") ?? string.Empty, [.. e.Texts("values")]));
    }

    public static bool Holds(JsonObject? labels, string key, string operation, IReadOnlyCollection<string> values) => operation.ToLowerInvariant() switch
    {
        "in" => labels.Text(key) is { } value && values.Contains(value),
        "notin" => labels.Text(key) is not { } value || !values.Contains(value),
        "exists" => labels.Text(key) is not null,
        "doesnotexist" => labels.Text(key) is null,
        _ => false,
    };

    private static Func<JsonObject?, bool> LabelTerm(string term)
    {
        var words = term.Split(' ', 3, StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 3 && words[1] is "in" or "notin")
            return l => Holds(l, words[0], words[1], words[2].Trim('(', ')').Split(',', StringSplitOptions.TrimEntries));
        if (term.Contains("!=", StringComparison.Ordinal))
        {
            var not = term.Split("!=", 2, StringSplitOptions.TrimEntries);
            return l => l.Text(not[0]) != not[1];
        }

        if (term.Contains('=', StringComparison.Ordinal))
        {
            var parts = term.Split(["==", "="], 2, StringSplitOptions.TrimEntries);
            return l => l.Text(parts[0]) == parts[1];
        }

        return term[0] == '!' ? l => l.Text(term[1..].Trim()) is null : l => l.Text(term.Trim()) is not null;
    }

    private static IEnumerable<string> Split(string? selector)
    {
        var depth = 0;
        var start = 0;
        var text = selector ?? string.Empty;
        for (var i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && (text[i] != ',' || depth > 0))
            {
                depth += text[i] == '(' ? 1 : text[i] == ')' ? -1 : 0;
                continue;
            }

            if (text[start..i].Trim() is { Length: > 0 } term)
                yield return term;
            start = i + 1;
        }
    }
}
