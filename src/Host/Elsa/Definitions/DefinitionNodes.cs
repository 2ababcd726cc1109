using System.Text.Json;
using System.Text.Json.Nodes;

namespace Masterplan.Host.Elsa.Definitions;

/// <summary>Finds the activities in the JSON of a definition.</summary>
internal static class DefinitionNodes
{
    private static readonly string[] NoActivities = ["metadata", "customProperties", "connections", "variables"];

    public static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    public static JsonObject? Parse(string json)
    {
        try
        {
            return JsonNode.Parse(json) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>An activity has an id and a type; an expression has a type only, a variable an id and a type name.</summary>
    public static bool IsActivity(JsonNode? node) => node is JsonObject json && Text(json["id"]) is not null && Text(json["type"]) is not null;

    /// <summary>The activities right below one, each with the member it stands in and a way to put another in its place.</summary>
    public static List<(string Port, JsonObject Activity, Action<JsonObject> Replace)> Children(JsonObject activity) =>
        [.. activity.Where(member => !NoActivities.Contains(member.Key)).ToList().SelectMany(member => Below(member.Key, member.Value, replacement => activity[member.Key] = replacement))];

    private static IEnumerable<(string Port, JsonObject Activity, Action<JsonObject> Replace)> Below(string port, JsonNode? node, Action<JsonObject> replace)
    {
        if (IsActivity(node))
            return [(port, (JsonObject)node!, replace)];
        return node switch
        {
            JsonArray list => Enumerable.Range(0, list.Count).SelectMany(index => Below(port, list[index], replacement => list[index] = replacement)),
            JsonObject json => json.ToList().SelectMany(member => Below(port, member.Value, replacement => json[member.Key] = replacement)),
            _ => [],
        };
    }
}
