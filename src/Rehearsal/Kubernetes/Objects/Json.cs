using System.Text.Json.Nodes;

namespace Masterplan.Rehearsal.Kubernetes.Objects;

/// <summary>Reading and writing Kubernetes objects by path.</summary>
public static class Json
{
    public static JsonNode? At(this JsonNode? node, params ReadOnlySpan<string> path)
    {
        foreach (var step in path)
            node = (node as JsonObject)?[step];
        return node;
    }

    public static string? Text(this JsonNode? node, params ReadOnlySpan<string> path) =>
        node.At(path) is JsonValue value ? value.TryGetValue<string>(out var text) ? text : value.ToJsonString() : null;

    public static long? Number(this JsonNode? node, params ReadOnlySpan<string> path) =>
        node.At(path) is JsonValue value ? value.TryGetValue<long>(out var n) ? n : value.TryGetValue<int>(out var i) ? i : value.TryGetValue<double>(out var d) ? (long)d : null : null;

    public static bool Flag(this JsonNode? node, params ReadOnlySpan<string> path) =>
        node.At(path) is JsonValue value && value.TryGetValue<bool>(out var flag) && flag;

    public static IEnumerable<JsonObject> Items(this JsonNode? node, params ReadOnlySpan<string> path) => (node.At(path) as JsonArray)?.OfType<JsonObject>() ?? [];

    public static IEnumerable<string> Texts(this JsonNode? node, params ReadOnlySpan<string> path) =>
        (node.At(path) as JsonArray)?.OfType<JsonValue>().Select(v => v.TryGetValue<string>(out var t) ? t : v.ToJsonString()) ?? [];

    public static IEnumerable<KeyValuePair<string, string>> Map(this JsonNode? node, params ReadOnlySpan<string> path) =>
        (node.At(path) as JsonObject)?.Select(p => new KeyValuePair<string, string>(p.Key, p.Value.Text() ?? string.Empty)) ?? [];

    /// <summary>The object at a path, made where it is missing.</summary>
    public static JsonObject Make(this JsonObject node, params ReadOnlySpan<string> path)
    {
        foreach (var step in path)
        {
            if (node[step] is not JsonObject next)
                node[step] = next = [];
            node = next;
        }

        return node;
    }

    public static string Name(this JsonObject node) => node.Text("metadata", "name") ?? string.Empty;

    public static string Namespace(this JsonObject node) => node.Text("metadata", "namespace") ?? string.Empty;

    public static string Uid(this JsonObject node) => node.Text("metadata", "uid") ?? string.Empty;

    public static JsonObject Clone(this JsonObject node) => (JsonObject)node.DeepClone();

    public static string Stamp(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ");

    public static JsonArray Array<T>(IEnumerable<T> items)
        where T : JsonNode => new([.. items]);

    public static JsonArray Texts(IEnumerable<string> items) => new([.. items.Select(i => (JsonNode)i)]);

    /// <summary>Reads every lazily parsed part once, so that many may read at the same time afterwards.</summary>
    public static void Settle(this JsonNode? node)
    {
        if (node is JsonObject map)
        {
            foreach (var (_, value) in map)
                value.Settle();
        }
        else if (node is JsonArray list)
        {
            foreach (var item in list)
                item.Settle();
        }
    }
}
