using System.Text.Json.Nodes;
using Masterplan.Rehearsal.Kubernetes.Api;
using Masterplan.Rehearsal.Kubernetes.Objects;
using Masterplan.Rehearsal.Kubernetes.Resources;
using Microsoft.AspNetCore.Http;

namespace Masterplan.Rehearsal.Kubernetes.Http;

/// <summary>What the API serves, in the old shape of many documents and the new one of a single one.</summary>
public sealed class DiscoveryDocuments(Catalogue types)
{
    private static readonly string[] Verbs = ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"];

    public Task Root(HttpContext context, bool isCore)
    {
        var accept = context.Request.Headers.Accept.ToString();
        if (accept.Contains("g=apidiscovery.k8s.io;v=v2;", StringComparison.Ordinal))
            return RequestHandler.Write(context, 200, Aggregated(isCore), "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList");
        return RequestHandler.Write(context, 200, isCore
            ? new JsonObject { ["kind"] = "APIVersions", ["versions"] = new JsonArray("v1"), ["serverAddressByClientCIDRs"] = new JsonArray() }
            : new JsonObject { ["kind"] = "APIGroupList", ["apiVersion"] = "v1", ["groups"] = Json.Array(Groups().Where(g => g.Key.Length > 0).Select(Group)) });
    }

    /// <summary>/api/v1, /apis/GROUP or /apis/GROUP/VERSION.</summary>
    public JsonObject GroupOrVersion(string path)
    {
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (parts is ["apis", var name] && Groups().FirstOrDefault(g => g.Key == name) is { } group)
            return Group(group);
        var (wanted, version) = parts switch { ["api", var v] => (string.Empty, v), ["apis", var g, var v] => (g, v), _ => ("-", "-") };
        var served = types.All.Where(t => t.Group == wanted && t.Version == version).ToList();
        if (served.Count == 0)
            throw new ApiException(404, "NotFound", "the server could not find the requested resource");
        return new JsonObject
        {
            ["kind"] = "APIResourceList",
            ["apiVersion"] = "v1",
            ["groupVersion"] = served[0].ApiVersion,
            ["resources"] = Json.Array(served.SelectMany(t => t.Subresources.Select(s => Sub(t, s)).Prepend(Resource(t)))),
        };
    }

    private IEnumerable<IGrouping<string, ResourceType>> Groups() => types.All.GroupBy(t => t.Group);

    private static JsonObject Group(IGrouping<string, ResourceType> group)
    {
        var versions = group.Select(t => t.Version).Distinct().Select(v => new JsonObject { ["groupVersion"] = $"{group.Key}/{v}", ["version"] = v }).ToList();
        return new JsonObject { ["kind"] = "APIGroup", ["apiVersion"] = "v1", ["name"] = group.Key, ["versions"] = Json.Array(versions), ["preferredVersion"] = versions[0].Clone() };
    }

    private static string[] VerbsOf(ResourceType type) => type.IsVirtual ? ["create"] : Verbs;

    private static JsonObject Resource(ResourceType type)
    {
        var resource = new JsonObject { ["name"] = type.Plural, ["singularName"] = type.Singular, ["namespaced"] = type.IsNamespaced, ["kind"] = type.Kind, ["verbs"] = Json.Texts(VerbsOf(type)) };
        if (type.ShortNames.Count > 0)
            resource["shortNames"] = Json.Texts(type.ShortNames);
        if (type.Categories.Count > 0)
            resource["categories"] = Json.Texts(type.Categories);
        return resource;
    }

    private static (string Group, string Version, string Kind) KindOf(ResourceType type, string subresource) => subresource switch
    {
        "eviction" => ("policy", "v1", "Eviction"),
        "binding" => (string.Empty, "v1", "Binding"),
        "scale" => ("autoscaling", "v1", "Scale"),
        "token" => ("authentication.k8s.io", "v1", "TokenRequest"),
        _ => (type.Group, type.Version, type.Kind),
    };

    private static string[] VerbsOf(string subresource) => subresource switch
    {
        "eviction" or "binding" or "token" => ["create"],
        "finalize" => ["update"],
        _ => ["get", "patch", "update"],
    };

    private static JsonObject Sub(ResourceType type, string subresource)
    {
        var (group, version, kind) = KindOf(type, subresource);
        return new JsonObject { ["name"] = $"{type.Plural}/{subresource}", ["singularName"] = string.Empty, ["namespaced"] = type.IsNamespaced, ["group"] = group, ["version"] = version, ["kind"] = kind, ["verbs"] = Json.Texts(VerbsOf(subresource)) };
    }

    private JsonObject Aggregated(bool isCore)
    {
        var groups = Groups().Where(g => (g.Key.Length == 0) == isCore).Select(g => new JsonObject
        {
            ["metadata"] = g.Key.Length == 0 ? [] : new JsonObject { ["name"] = g.Key },
            ["versions"] = Json.Array(g.GroupBy(t => t.Version).Select(v => new JsonObject { ["version"] = v.Key, ["freshness"] = "Current", ["resources"] = Json.Array(v.Select(Discovered)) })),
        });
        return new JsonObject { ["kind"] = "APIGroupDiscoveryList", ["apiVersion"] = "apidiscovery.k8s.io/v2", ["metadata"] = new JsonObject(), ["items"] = Json.Array(groups) };
    }

    private static JsonObject Discovered(ResourceType type)
    {
        var resource = new JsonObject
        {
            ["resource"] = type.Plural,
            ["responseKind"] = ResponseKind(type.Group, type.Version, type.Kind),
            ["scope"] = type.IsNamespaced ? "Namespaced" : "Cluster",
            ["singularResource"] = type.Singular,
            ["verbs"] = Json.Texts(VerbsOf(type)),
        };
        if (type.ShortNames.Count > 0)
            resource["shortNames"] = Json.Texts(type.ShortNames);
        if (type.Categories.Count > 0)
            resource["categories"] = Json.Texts(type.Categories);
        if (type.Subresources.Count > 0)
        {
            resource["subresources"] = Json.Array(type.Subresources.Select(s =>
            {
                var (group, version, kind) = KindOf(type, s);
                return new JsonObject { ["subresource"] = s, ["responseKind"] = ResponseKind(group, version, kind), ["verbs"] = Json.Texts(VerbsOf(s)) };
            }));
        }

        return resource;
    }

    private static JsonObject ResponseKind(string group, string version, string kind) => new() { ["group"] = group, ["version"] = version, ["kind"] = kind };
}
