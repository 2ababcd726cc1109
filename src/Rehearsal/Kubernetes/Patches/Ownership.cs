using System.Text.Json.Nodes;
using Masterplan.Rehearsal.Kubernetes.Api;
using Masterplan.Rehearsal.Kubernetes.Objects;
using Masterplan.Rehearsal.Kubernetes.Resources;

namespace Masterplan.Rehearsal.Kubernetes.Patches;

/// <summary>Keeps managedFields for changes that are no server-side apply: who changes a field owns it.</summary>
public static class Ownership
{
    public static void Note(ResourceType type, JsonObject? before, JsonObject after, WriteOptions options, DateTimeOffset now)
    {
        if (options.Manager is null)
            return;
        var changed = FieldSet.Of(after, type.IsCustom);
        if (before is not null)
            changed.Paths.RemoveWhere(p => JsonNode.DeepEquals(FieldSet.Read(before, p), FieldSet.Read(after, p)));
        if (changed.Paths.Count == 0)
            return;
        var entries = after.Items("metadata", "managedFields").Select(e => e.Clone()).ToList();
        foreach (var entry in entries.ToList())
        {
            var owned = FieldSet.FromJson(entry["fieldsV1"]);
            owned.Paths.ExceptWith(changed.Paths);
            entry["fieldsV1"] = owned.ToJson();
            if (owned.Paths.Count == 0)
                entries.Remove(entry);
        }

        var own = entries.Find(e => e.Text("manager") == options.Manager && e.Text("operation") == "Update" && (e.Text("subresource") ?? string.Empty) == options.Subresource);
        if (own is not null)
        {
            changed.Paths.UnionWith(FieldSet.FromJson(own["fieldsV1"]).Paths);
            entries.Remove(own);
        }

        entries.Add(Entry(type, options.Manager, "Update", options.Subresource, changed, now));
        after.Make("metadata")["managedFields"] = Json.Array(entries);
    }

    public static JsonObject Entry(ResourceType type, string manager, string operation, string subresource, FieldSet fields, DateTimeOffset now)
    {
        var entry = new JsonObject
        {
            ["manager"] = manager,
            ["operation"] = operation,
            ["apiVersion"] = type.ApiVersion,
            ["time"] = Json.Stamp(now),
            ["fieldsType"] = "FieldsV1",
            ["fieldsV1"] = fields.ToJson(),
        };
        if (subresource.Length > 0)
            entry["subresource"] = subresource;
        return entry;
    }
}
