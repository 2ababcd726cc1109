using System.Text.Json.Nodes;

namespace Masterplan.Rehearsal.Cloud.Requests;

/// <summary>Builds answers: members without a value are absent, as the API leaves them out.</summary>
internal static class Json
{
    internal static JsonObject Of(params IEnumerable<(string Name, JsonNode? Value)> members) =>
        new(members.Where(m => m.Value is not null).Select(m => KeyValuePair.Create(m.Name, m.Value)));

    internal static JsonArray List(IEnumerable<JsonNode> items) => [.. items];

    internal static JsonArray? ListOrNothing(IEnumerable<JsonNode> items) => List(items) is { Count: > 0 } list ? list : null;

    internal static JsonObject Ref(Guid id) => new() { ["id"] = id };

    internal static JsonObject Texts(IReadOnlyDictionary<string, string> texts) => new(texts.Select(t => KeyValuePair.Create(t.Key, (JsonNode?)t.Value)));
}
