using System.Text.Json.Nodes;
using Masterplan.Rehearsal.Kubernetes.Api;
using Masterplan.Rehearsal.Kubernetes.Objects;
using Masterplan.Rehearsal.Kubernetes.Resources;

namespace Masterplan.Rehearsal.Kubernetes.Patches;

/// <summary>Server-side apply: a manager states all the fields it wants; what it no longer states goes, what others own is a conflict.</summary>
public static class ServerSideApply
{
    public static JsonObject Apply(ResourceType type, JsonObject live, JsonObject applied, string manager, string subresource, bool force, DateTimeOffset now)
    {
        var wanted = FieldSet.Of(applied, type.IsCustom);
        var entries = live.Items("metadata", "managedFields").Select(e => e.Clone()).ToList();
        var own = entries.Find(e => IsOwn(e, manager, subresource));
        var others = entries.Where(e => e != own).ToList();
        SettleConflicts(live, applied, wanted, others, force);
        var result = live.Clone();
        Merge(result, applied.Clone(), type.IsCustom);
        if (own is not null)
        {
            var kept = others.SelectMany(o => FieldSet.FromJson(o["fieldsV1"]).Paths).Concat(wanted.Paths).ToHashSet(StringComparer.Ordinal);
            foreach (var gone in FieldSet.FromJson(own["fieldsV1"]).Paths.Where(p => !kept.Contains(p) && !kept.Any(k => k.StartsWith(p + "\n", StringComparison.Ordinal))).Reverse())
                FieldSet.Remove(result, gone);
        }

        var unchanged = own is not null && FieldSet.FromJson(own["fieldsV1"]).Paths.SetEquals(wanted.Paths);
        var entry = unchanged ? own! : Ownership.Entry(type, manager, "Apply", subresource, wanted, now);
        result.Make("metadata")["managedFields"] = Json.Array((own is null ? entries.Append(entry) : entries.Select(e => e == own ? entry : e)).Where(e => ((JsonObject)e["fieldsV1"]!).Count > 0));
        return result;
    }

    private static bool IsOwn(JsonObject entry, string manager, string subresource) =>
        entry.Text("manager") == manager && entry.Text("operation") == "Apply" && (entry.Text("subresource") ?? string.Empty) == subresource;

    private static void SettleConflicts(JsonObject live, JsonObject applied, FieldSet wanted, List<JsonObject> others, bool force)
    {
        var conflicts = new List<(string Manager, string Path)>();
        foreach (var other in others)
        {
            var theirs = FieldSet.FromJson(other["fieldsV1"]);
            var disputed = theirs.Paths.Intersect(wanted.Paths).Where(p => !p.Split('\n')[^1].StartsWith("k:", StringComparison.Ordinal)
                && !JsonNode.DeepEquals(FieldSet.Read(live, p), FieldSet.Read(applied, p))).ToList();
            conflicts.AddRange(disputed.Select(p => (other.Text("manager") ?? string.Empty, p)));
            theirs.Paths.ExceptWith(disputed);
            other["fieldsV1"] = theirs.ToJson();
        }

        if (conflicts.Count == 0 || force)
            return;
        var causes = conflicts.Select(c => (c.Manager, Field: Spell(c.Path))).ToList();
        var first = causes[0].Manager;
        throw new ApiException(409, "Conflict", $"Apply failed with {causes.Count} conflict{(causes.Count > 1 ? "s" : string.Empty)}: "
            + (causes.Count == 1 ? $"conflict with \"{first}\": {causes[0].Field}" : $"conflicts with \"{first}\":\n" + string.Join('\n', causes.Select(c => "- " + c.Field))))
        {
            Details = new JsonObject { ["causes"] = Json.Array(causes.Select(c => new JsonObject { ["reason"] = "FieldManagerConflict", ["message"] = $"conflict with \"{c.Manager}\"", ["field"] = c.Field })) },
        };
    }

    private static string Spell(string path) => string.Concat(path.Split('\n').Select(s => s[..2] switch
    {
        "f:" => "." + s[2..],
        "k:" => "[" + string.Join(',', ((JsonObject)JsonNode.Parse(s[2..])!).Select(k => $"{k.Key}={k.Value?.ToJsonString()}")) + "]",
        _ => "[" + s[2..] + "]",
    }));

    private static void Merge(JsonObject target, JsonObject applied, bool isCustom)
    {
        foreach (var (key, value) in applied)
        {
            if (key == "managedFields")
                continue;
            if (value is JsonObject map && target[key] is JsonObject old)
                Merge(old, map, isCustom);
            else if (value is JsonArray list && target[key] is JsonArray known && !isCustom)
                target[key] = MergeList(key, known, list, isCustom);
            else
                target[key] = value?.DeepClone();
        }
    }

    private static JsonArray MergeList(string name, JsonArray target, JsonArray applied, bool isCustom)
    {
        if (MergeKeys.IsSet(name))
            return Json.Texts(target.Texts().Union(applied.Texts()));
        if (MergeKeys.Associative(name, applied.Count > 0 ? applied : target) is not { } keys)
            return (JsonArray)applied.DeepClone();
        var result = (JsonArray)target.DeepClone();
        foreach (var item in applied.OfType<JsonObject>())
        {
            if (MergeKeys.Find(result, MergeKeys.Identity(item, keys), keys) is { } same)
                Merge(same, item, isCustom);
            else
                result.Add(item.Clone());
        }

        return result;
    }
}
