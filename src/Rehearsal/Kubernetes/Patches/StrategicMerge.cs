using System.Text.Json.Nodes;
using Masterplan.Rehearsal.Kubernetes.Objects;

namespace Masterplan.Rehearsal.Kubernetes.Patches;

/// <summary>Kubernetes' own merge: lists with a key are merged item by item, with $patch, $retainKeys, $setElementOrder and $deleteFromPrimitiveList.</summary>
public static class StrategicMerge
{
    public static JsonObject Apply(JsonObject target, JsonObject patch)
    {
        if (patch.Text("$patch") == "replace")
            return Without(patch, "$patch");
        foreach (var (key, value) in patch)
        {
            if (key.StartsWith("$deleteFromPrimitiveList/", StringComparison.Ordinal))
                Drop(target, key.Split('/', 2)[1], (JsonArray)value!);
            else if (key == "$retainKeys")
                Retain(target, (JsonArray)value!);
        }

        foreach (var (key, value) in patch.Where(p => p.Key[0] != '$'))
        {
            if (value is null)
                target.Remove(key);
            else if (value is JsonObject map)
                Merge(target, key, map);
            else if (value is JsonArray list)
                target[key] = MergeList(key, target[key] as JsonArray ?? [], list);
            else
                target[key] = value.DeepClone();
        }

        foreach (var (key, value) in patch.Where(p => p.Key.StartsWith("$setElementOrder/", StringComparison.Ordinal)))
            Order(target, key.Split('/', 2)[1], (JsonArray)value!);
        return target;
    }

    private static void Merge(JsonObject target, string key, JsonObject patch)
    {
        if (patch.Text("$patch") == "delete")
            target.Remove(key);
        else
            target[key] = Apply(target[key] is JsonObject old ? old.Clone() : [], patch);
    }

    private static JsonArray MergeList(string name, JsonArray target, JsonArray patch)
    {
        var replaces = patch.OfType<JsonObject>().Any(i => i.Text("$patch") == "replace");
        if (MergeKeys.Strategic(name, target.Count > 0 ? target : patch) is not { } key || replaces)
        {
            return MergeKeys.IsSet(name)
                ? Json.Texts(target.Texts().Union(patch.Texts()))
                : new JsonArray([.. patch.Where(i => i.Text("$patch") is null).Select(i => i?.DeepClone())]);
        }

        var result = target.OfType<JsonObject>().Select(i => i.Clone()).ToList();
        foreach (var item in patch.OfType<JsonObject>())
        {
            var at = result.FindIndex(r => r.Text(key) == item.Text(key));
            if (item.Text("$patch") == "delete")
                result.RemoveAll(r => r.Text(key) == item.Text(key));
            else if (at >= 0)
                result[at] = Apply(result[at], item);
            else
                result.Add(Apply([], item));
        }

        return Json.Array(result);
    }

    private static void Drop(JsonObject target, string key, JsonArray gone) =>
        target[key] = Json.Texts(target.Texts(key).Except(gone.Texts()));

    private static void Retain(JsonObject target, JsonArray kept)
    {
        foreach (var key in target.Select(m => m.Key).Except(kept.Texts()).ToList())
            target.Remove(key);
    }

    private static void Order(JsonObject target, string key, JsonArray order)
    {
        if (target[key] is not JsonArray list || MergeKeys.Strategic(key, list) is not { } by)
            return;
        var wanted = order.OfType<JsonObject>().Select(o => o.Text(by)).ToList();
        target[key] = Json.Array(list.OfType<JsonObject>().OrderBy(i => wanted.IndexOf(i.Text(by)) is >= 0 and var at ? at : int.MaxValue).Select(i => i.Clone()));
    }

    private static JsonObject Without(JsonObject value, string key)
    {
        var copy = value.Clone();
        copy.Remove(key);
        return copy;
    }
}
