using System.Text.Json.Nodes;
using Masterplan.Rehearsal.Kubernetes.Objects;

namespace Masterplan.Rehearsal.Kubernetes.Patches;

/// <summary>A set of fields of an object, as managedFields records who owns what. A path is its steps, joined by line ends.</summary>
public sealed class FieldSet
{
    private static readonly HashSet<string> NeverOwned = new(StringComparer.Ordinal)
    {
        "f:apiVersion", "f:kind", "f:metadata\nf:name", "f:metadata\nf:namespace", "f:metadata\nf:uid", "f:metadata\nf:resourceVersion", "f:metadata\nf:generation",
        "f:metadata\nf:creationTimestamp", "f:metadata\nf:managedFields", "f:metadata\nf:selfLink", "f:metadata\nf:deletionTimestamp", "f:metadata\nf:deletionGracePeriodSeconds",
    };

    public SortedSet<string> Paths { get; } = new(StringComparer.Ordinal);

    public static FieldSet Of(JsonObject value, bool isCustom)
    {
        var set = new FieldSet();
        set.Collect(value, string.Empty, string.Empty, isCustom);
        set.Paths.RemoveWhere(p => NeverOwned.Contains(p) || NeverOwned.Any(n => p.StartsWith(n + "\n", StringComparison.Ordinal)));
        return set;
    }

    public static FieldSet FromJson(JsonNode? fields)
    {
        var set = new FieldSet();
        Walk(fields as JsonObject ?? [], string.Empty);
        return set;

        void Walk(JsonObject node, string path)
        {
            foreach (var (step, inner) in node)
            {
                var here = step == "." ? path : Join(path, step);
                if (inner is JsonObject { Count: > 0 } map)
                    Walk(map, here);
                else
                    set.Paths.Add(here);
            }
        }
    }

    public JsonObject ToJson()
    {
        var root = new JsonObject();
        foreach (var path in Paths)
        {
            var node = root;
            foreach (var step in path.Split('\n'))
                node = node.Make(step);
            if (Paths.GetViewBetween(path + "\n", path + "\n\uffff").Count > 0)
                node["."] = new JsonObject();
        }

        return root;
    }

    /// <summary>What lies at a path; null when nothing does.</summary>
    public static JsonNode? Read(JsonNode? node, string path)
    {
        var list = string.Empty;
        foreach (var step in path.Split('\n'))
        {
            node = step[..2] switch
            {
                "f:" => (node as JsonObject)?[step[2..]],
                "k:" => node is JsonArray items ? MergeKeys.Find(items, step[2..], MergeKeys.KeysOf(step[2..])) : null,
                _ => (node as JsonArray)?.FirstOrDefault(i => i is not null && "v:" + i.ToJsonString() == step),
            };
        }

        return node;
    }

    public static void Remove(JsonObject root, string path)
    {
        var steps = path.Split('\n');
        var parent = steps.Length == 1 ? root : Read(root, string.Join('\n', steps[..^1]));
        if (parent is JsonObject map)
            map.Remove(steps[^1][2..]);
        else if (parent is JsonArray list && Read(root, path) is { } item)
            list.Remove(item);
    }

    private static string Join(string path, string step) => path.Length == 0 ? step : $"{path}\n{step}";

    private void Collect(JsonNode? node, string path, string name, bool isCustom)
    {
        switch (node)
        {
            case JsonObject { Count: > 0 } map:
                foreach (var (key, value) in map)
                    Collect(value, Join(path, "f:" + key), key, isCustom);
                break;
            case JsonArray { Count: > 0 } list when !isCustom && MergeKeys.Associative(name, list) is { } keys:
                foreach (var item in list.OfType<JsonObject>())
                {
                    var here = Join(path, "k:" + MergeKeys.Identity(item, keys));
                    Paths.Add(here);
                    Collect(item, here, string.Empty, isCustom);
                }

                break;
            case JsonArray list when MergeKeys.IsSet(name):
                foreach (var item in list.Where(i => i is not null))
                    Paths.Add(Join(path, "v:" + item!.ToJsonString()));
                break;
            default:
                Paths.Add(path);
                break;
        }
    }
}
