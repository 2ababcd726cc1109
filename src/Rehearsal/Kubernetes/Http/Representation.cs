using System.Text.Json.Nodes;
using Masterplan.Rehearsal.Kubernetes.Objects;
using Microsoft.AspNetCore.Http;

namespace Masterplan.Rehearsal.Kubernetes.Http;

/// <summary>The shapes that a client may ask for.</summary>
public static class Representation
{
    public static bool WantsTable(HttpContext context, out string include)
    {
        include = context.Request.Query["includeObject"].FirstOrDefault() ?? "Metadata";
        return context.Request.Headers.Accept.ToString() is var accept && accept.Contains("as=Table", StringComparison.Ordinal) && accept.Contains("v=v1;", StringComparison.Ordinal) | accept.Contains("v=v1,", StringComparison.Ordinal) | accept.EndsWith("v=v1", StringComparison.Ordinal);
    }

    public static bool WantsMetadataOnly(HttpContext context) => context.Request.Headers.Accept.ToString().Contains("as=PartialObjectMetadata", StringComparison.Ordinal);

    public static JsonObject MetadataOnly(JsonObject value)
    {
        if (value["items"] is JsonArray)
        {
            return new JsonObject
            {
                ["kind"] = "PartialObjectMetadataList",
                ["apiVersion"] = "meta.k8s.io/v1",
                ["metadata"] = value["metadata"]?.DeepClone(),
                ["items"] = Json.Array(value.Items("items").Select(MetadataOnly)),
            };
        }

        return new JsonObject { ["kind"] = "PartialObjectMetadata", ["apiVersion"] = "meta.k8s.io/v1", ["metadata"] = value["metadata"]?.DeepClone() };
    }
}
