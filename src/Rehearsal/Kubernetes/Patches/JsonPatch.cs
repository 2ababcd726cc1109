using System.Text.Json.Nodes;
using Masterplan.Rehearsal.Kubernetes.Api;
using Masterplan.Rehearsal.Kubernetes.Objects;

namespace Masterplan.Rehearsal.Kubernetes.Patches;

/// <summary>RFC 6902.</summary>
public static class JsonPatch
{
    public static JsonObject Apply(JsonObject target, JsonArray patch)
    {
        foreach (var step in patch.OfType<JsonObject>())
            Step(target, step);
        return target;
    }

    private static void Step(JsonObject target, JsonObject step)
    {
        var path = Split(step.Text("path") ?? throw ApiException.BadRequest("jsonpatch: missing path"));
        switch (step.Text("op"))
        {
            case "add":
                Put(target, path, step["value"]?.DeepClone(), isNew: true);
                break;
            case "replace":
                Read(target, path);
                Put(target, path, step["value"]?.DeepClone(), isNew: false);
                break;
            case "remove":
                Remove(target, path);
                break;
            case "copy":
                Put(target, path, Read(target, Split(step.Text("from")!))?.DeepClone(), isNew: true);
                break;
            case "move":
                var moved = Read(target, Split(step.Text("from")!))?.DeepClone();
                Remove(target, Split(step.Text("from")!));
                Put(target, path, moved, isNew: true);
                break;
            case "test":
                if (!JsonNode.DeepEquals(Read(target, path), step["value"]))
                    throw new ApiException(422, "Invalid", $"the server rejected our request due to an error in our request: testing path {step.Text("path")} value failed");
                break;
            default:
                throw ApiException.BadRequest($"jsonpatch: unexpected op '{step.Text("op")}'");
        }
    }

    private static string[] Split(string path) =>
        [.. path.Split('/').Skip(1).Select(p => p.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal))];

    private static JsonNode? Read(JsonNode target, string[] path)
    {
        JsonNode? node = target;
        foreach (var step in path)
        {
            node = node switch
            {
                JsonObject map when map.ContainsKey(step) => map[step],
                JsonArray list when int.TryParse(step, out var at) && at < list.Count => list[at],
                _ => throw Missing(path),
            };
        }

        return node;
    }

    private static void Put(JsonNode target, string[] path, JsonNode? value, bool isNew)
    {
        switch (Read(target, path[..^1]))
        {
            case JsonObject map:
                map[path[^1]] = value;
                break;
            case JsonArray list when path[^1] == "-":
                list.Add(value);
                break;
            case JsonArray list when int.TryParse(path[^1], out var at) && at <= list.Count:
                if (isNew)
                    list.Insert(at, value);
                else
                    list[at] = value;
                break;
            default:
                throw Missing(path);
        }
    }

    private static void Remove(JsonNode target, string[] path)
    {
        Read(target, path);
        if (Read(target, path[..^1]) is JsonObject map)
            map.Remove(path[^1]);
        else if (Read(target, path[..^1]) is JsonArray list)
            list.RemoveAt(int.Parse(path[^1]));
    }

    private static ApiException Missing(string[] path) =>
        new(422, "Invalid", $"the server rejected our request due to an error in our request: path /{string.Join('/', path)} does not exist");
}
