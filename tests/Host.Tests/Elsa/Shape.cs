using System.Text.Json;
using System.Text.Json.Nodes;

namespace Masterplan.Host.Tests.Elsa;

/// <summary>Compares an answer with what it has to be like. More members are fine.</summary>
internal static class Shape
{
    public static IEnumerable<string> Differences(JsonNode? shape, JsonNode? answer, string path = "$") => shape switch
    {
        JsonObject wanted => answer is JsonObject given
            ? wanted.SelectMany(member => Differences(member.Value, given[member.Key], $"{path}.{member.Key}"))
            : [$"{path} is {Kind(answer)}, not an object"],
        JsonArray wanted => answer is not JsonArray given
            ? [$"{path} is {Kind(answer)}, not a list"]
            : wanted.Count == 0 ? [] : given.Count == 0 ? [$"{path} is empty"] : Differences(wanted[0], given[0], $"{path}[0]"),
        JsonValue wanted => Kind(answer) == (string?)wanted ? [] : [$"{path} is {Kind(answer)}, not a {wanted}"],
        _ => [],
    };

    private static string Kind(JsonNode? node) => node?.GetValueKind() switch
    {
        JsonValueKind.String => "text",
        JsonValueKind.Number => "number",
        JsonValueKind.True or JsonValueKind.False => "flag",
        JsonValueKind.Array => "list",
        JsonValueKind.Object => "object",
        _ => "absent",
    };
}
