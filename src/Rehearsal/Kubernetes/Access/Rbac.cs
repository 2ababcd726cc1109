using System.Text.Json.Nodes;
using Masterplan.Rehearsal.Kubernetes.Objects;
using Masterplan.Rehearsal.Kubernetes.Resources;
using Masterplan.Rehearsal.Kubernetes.Storage;

namespace Masterplan.Rehearsal.Kubernetes.Access;

/// <summary>Role-based access control over the roles and bindings that are stored, and the node authorizer in short.</summary>
public sealed class Rbac(ObjectStore store)
{
    private static readonly HashSet<string> NodeReads = new(StringComparer.Ordinal)
        { "pods", "services", "nodes", "endpoints", "secrets", "configmaps", "persistentvolumeclaims", "persistentvolumes", "leases", "csidrivers", "csinodes", "runtimeclasses", "certificatesigningrequests", "namespaces" };

    public bool Allows(UserInfo user, AccessRequest request)
    {
        if (user.Groups.Contains("system:masters") || (user.Groups.Contains("system:nodes") && AllowsNode(user, request)))
            return true;
        foreach (var binding in All("clusterrolebindings").Where(b => Covers(b, user)))
        {
            if (Rules(binding, string.Empty).Any(r => Permits(r, request)))
                return true;
        }

        return request.Scope.Length > 0 && request.Path is null
            && store.List(Catalogue.Of("rolebindings").KeyPrefix(request.Scope)).Select(s => s.Value).Where(b => Covers(b, user)).SelectMany(b => Rules(b, request.Scope)).Any(r => Permits(r, request));
    }

    private static bool AllowsNode(UserInfo user, AccessRequest request)
    {
        var node = user.Name.StartsWith("system:node:", StringComparison.Ordinal) ? user.Name["system:node:".Length..] : null;
        if (node is null || request.Path is not null)
            return false;
        var reads = request.Verb is "get" or "list" or "watch";
        return request.FullResource switch
        {
            "nodes" or "nodes/status" => reads || request.Verb == "create" || request.Name == node,
            "leases" => request.Scope == "kube-node-lease" && (request.Name == node || request.Verb == "create"),
            "pods" or "pods/status" or "pods/eviction" or "events" or "certificatesigningrequests" or "serviceaccounts/token" or "subjectaccessreviews" or "tokenreviews" => true,
            _ => reads && NodeReads.Contains(request.Resource),
        };
    }

    private static bool Covers(JsonObject binding, UserInfo user) => binding.Items("subjects").Any(s => s.Text("kind") switch
    {
        "User" => s.Text("name") == user.Name,
        "Group" => user.Groups.Contains(s.Text("name") ?? string.Empty),
        "ServiceAccount" => user.Name == $"system:serviceaccount:{s.Text("namespace") ?? binding.Namespace()}:{s.Text("name")}",
        _ => false,
    });

    private static bool Permits(JsonObject rule, AccessRequest request)
    {
        if (!Has(rule, "verbs", request.Verb))
            return false;
        if (request.Path is { } path)
            return rule.Texts("nonResourceURLs").Any(u => u == path || (u.EndsWith('*') && path.StartsWith(u[..^1], StringComparison.Ordinal)));
        return Has(rule, "apiGroups", request.Group)
            && rule.Texts("resources").Any(r => r == "*" || r == request.FullResource || (r.StartsWith("*/", StringComparison.Ordinal) && r[2..] == request.Subresource && request.Subresource.Length > 0))
            && (!rule.Texts("resourceNames").Any() || rule.Texts("resourceNames").Contains(request.Name));
    }

    private static bool Has(JsonObject rule, string list, string value) => rule.Texts(list).Any(v => v == "*" || v == value);

    private IEnumerable<JsonObject> All(string plural) => store.List(Catalogue.Of(plural).Prefix).Select(s => s.Value);

    private IEnumerable<JsonObject> Rules(JsonObject binding, string scope)
    {
        var name = binding.Text("roleRef", "name") ?? string.Empty;
        var key = binding.Text("roleRef", "kind") == "Role" ? Catalogue.Of("roles").Key(scope, name) : Catalogue.Of("clusterroles").Key(string.Empty, name);
        return store.Get(key)?.Value.Items("rules") ?? [];
    }
}
