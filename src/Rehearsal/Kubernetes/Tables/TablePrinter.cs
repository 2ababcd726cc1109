using System.Text.Json.Nodes;
using Masterplan.Rehearsal.Kubernetes.Objects;
using Masterplan.Rehearsal.Kubernetes.Resources;

namespace Masterplan.Rehearsal.Kubernetes.Tables;

/// <summary>Objects as the rows that kubectl prints.</summary>
public sealed class TablePrinter(DateTimeOffset now)
{
    public JsonObject Print(ResourceType type, IEnumerable<JsonObject> objects, JsonObject metadata, string includeObject)
    {
        var columns = Columns.Of(type);
        var definitions = columns.Select(c => new JsonObject
        {
            ["name"] = c.Name,
            ["type"] = c.Name is "Restarts" or "Desired" or "Current" or "Up-to-date" or "Available" && type.Plural != "pods" ? "integer" : "string",
            ["format"] = c.Name == "Name" ? "name" : string.Empty,
            ["description"] = string.Empty,
            ["priority"] = c.IsWide ? 1 : 0,
        });
        return new JsonObject
        {
            ["kind"] = "Table",
            ["apiVersion"] = "meta.k8s.io/v1",
            ["metadata"] = metadata,
            ["columnDefinitions"] = Json.Array(definitions),
            ["rows"] = Json.Array(objects.Select(o => new JsonObject { ["cells"] = new JsonArray([.. columns.Select(c => c.Read(o, now))]), ["object"] = Part(o, includeObject) })),
        };
    }

    private static JsonObject? Part(JsonObject value, string include) => include switch
    {
        "None" => null,
        "Object" => value.Clone(),
        _ => new JsonObject { ["kind"] = "PartialObjectMetadata", ["apiVersion"] = "meta.k8s.io/v1", ["metadata"] = value["metadata"]?.DeepClone() },
    };
}
