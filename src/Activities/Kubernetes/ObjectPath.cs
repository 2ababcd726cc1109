using System.Text.Json.Nodes;
using Masterplan.Activities.Clusters;

namespace Masterplan.Activities.Kubernetes;

/// <summary>Where an object lives in the API.</summary>
public static class ObjectPath
{
    private static readonly Dictionary<string, (string Plural, bool Namespaced)> Kinds = new(StringComparer.Ordinal)
    {
        ["Namespace"] = ("namespaces", false),
        ["ServiceAccount"] = ("serviceaccounts", true),
        ["ConfigMap"] = ("configmaps", true),
        ["Secret"] = ("secrets", true),
        ["Service"] = ("services", true),
        ["Deployment"] = ("deployments", true),
        ["DaemonSet"] = ("daemonsets", true),
        ["PodDisruptionBudget"] = ("poddisruptionbudgets", true),
        ["Role"] = ("roles", true),
        ["RoleBinding"] = ("rolebindings", true),
        ["ClusterRole"] = ("clusterroles", false),
        ["ClusterRoleBinding"] = ("clusterrolebindings", false),
        ["IngressClass"] = ("ingressclasses", false),
        ["APIService"] = ("apiservices", false),
    };

    public static string Of(JsonObject manifest)
    {
        var version = manifest["apiVersion"]!.GetValue<string>();
        var kind = manifest["kind"]!.GetValue<string>();
        var name = manifest["metadata"]!["name"]!.GetValue<string>();
        if (!Kinds.TryGetValue(kind, out var known))
            throw new ConfigurationException($"The manifest '{name}'", "kind", $"'{kind}' is not one of the kinds that add-ons use.");
        var root = version.Contains('/') ? $"/apis/{version}" : $"/api/{version}";
        return known.Namespaced
            ? $"{root}/namespaces/{manifest["metadata"]!["namespace"]!.GetValue<string>()}/{known.Plural}/{name}"
            : $"{root}/{known.Plural}/{name}";
    }
}
