using System.Text.Json;
using System.Text.Json.Nodes;

namespace Masterplan.Runtime.Definitions;

/// <summary>Reads references such as <c>{"id":"v1","name":"Total"}</c>, given as an object or as text.</summary>
internal static class References
{
    public static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    public static Reference? Read(JsonNode? node)
    {
        if (Text(node) is { } text)
            return text.TrimStart().StartsWith('{') ? Read(Parse(text)) : new Reference(text, text);
        return node is JsonObject json ? new Reference(Text(json["id"]), Text(json["name"])) : null;
    }

    private static JsonNode? Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
