using System.Text.Json.Nodes;

namespace Masterplan.Activities.Kubernetes;

/// <summary>Whether a live object holds all that a manifest asks for; what it has besides is the server's or others' business.</summary>
public static class ObjectDrift
{
    public static bool IsAsWished(JsonNode? wished, JsonNode? live) => (wished, live) switch
    {
        (null, null) => true,
        (null, _) or (_, null) => IsEmpty(wished) && IsEmpty(live),
        (JsonObject w, JsonObject l) => w.All(member => IsAsWished(member.Value, l[member.Key])),
        (JsonArray w, JsonArray l) => w.Count == l.Count && w.Zip(l).All(pair => IsAsWished(pair.First, pair.Second)),
        (JsonValue w, JsonValue l) => JsonNode.DeepEquals(w, l) || w.ToString() == l.ToString(),
        _ => false,
    };

    /// <summary>The server leaves out what is empty.</summary>
    private static bool IsEmpty(JsonNode? node) => node switch
    {
        null => true,
        JsonObject members => members.Count == 0,
        JsonArray items => items.Count == 0,
        _ => node.ToString().Length == 0,
    };
}
