using System.Text.Json.Nodes;
using Masterplan.Rehearsal.Kubernetes.Api;
using Masterplan.Rehearsal.Kubernetes.Objects;
using Masterplan.Rehearsal.Kubernetes.Patches;
using Masterplan.Rehearsal.Kubernetes.Resources;
using Microsoft.AspNetCore.Http;

namespace Masterplan.Rehearsal.Kubernetes.Http;

/// <summary>PATCH in its four kinds.</summary>
public static class Patcher
{
    public static (JsonObject Value, bool Made) Patch(ApiCluster cluster, ResourceType type, string scope, string name, HttpRequest request, JsonNode? patch, WriteOptions options)
    {
        var kind = (request.ContentType ?? string.Empty).Split(';')[0];
        if (kind is "application/apply-patch+yaml" or "application/apply-patch+cbor")
            return Apply(cluster, type, scope, name, request, patch as JsonObject ?? throw ApiException.BadRequest("the patch is empty"), options);
        var value = cluster.Objects.Modify(type, scope, name, options, live => (kind, patch) switch
        {
            ("application/json-patch+json", JsonArray steps) => JsonPatch.Apply(live, steps),
            ("application/merge-patch+json", JsonObject map) => MergePatch.Apply(live, map),
            ("application/strategic-merge-patch+json", JsonObject map) when !type.IsCustom => StrategicMerge.Apply(live, map),
            _ => throw new ApiException(415, "UnsupportedMediaType", $"the body of the request was in an unknown format - accepted media types include: application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml"),
        });
        return (value, false);
    }

    private static (JsonObject Value, bool Made) Apply(ApiCluster cluster, ResourceType type, string scope, string name, HttpRequest request, JsonObject applied, WriteOptions options)
    {
        var manager = request.Query["fieldManager"].ToString();
        if (manager.Length == 0)
            throw new ApiException(422, "Invalid", "PatchOptions.meta.k8s.io \"\" is invalid: fieldManager: Required value: is required for apply patch");
        if (applied.At("metadata", "managedFields") is JsonArray { Count: > 0 })
            throw ApiException.BadRequest("metadata.managedFields must be nil");
        if (applied.Text("kind") != type.Kind || applied.Text("apiVersion") is not { } version || version != type.ApiVersion)
            throw ApiException.BadRequest($"invalid object type: {applied.Text("apiVersion")}, Kind={applied.Text("kind")}");
        applied.Make("metadata")["name"] ??= name;
        var force = request.Query["force"].ToString() is "true" or "1";
        var now = cluster.World.Now;
        var made = cluster.Objects.Find(type, scope, name) is null;
        if (made)
        {
            if (options.Subresource.Length > 0)
                throw ApiException.NotFound(type.GroupResource, name);
            var created = cluster.Objects.Create(type, scope, applied, new WriteOptions(DryRun: options.DryRun));
            if (options.DryRun)
                return (created, true);
        }

        var value = cluster.Objects.Modify(type, scope, name, options with { Manager = null, IsApply = true },
            live => ServerSideApply.Apply(type, live, applied, manager, options.Subresource, force, now));
        return (value, made);
    }
}
