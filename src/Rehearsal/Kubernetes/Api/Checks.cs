using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Masterplan.Rehearsal.Kubernetes.Objects;
using Masterplan.Rehearsal.Kubernetes.Resources;

namespace Masterplan.Rehearsal.Kubernetes.Api;

/// <summary>The validations that people run into most.</summary>
public static partial class Checks
{
    public static void Name(ResourceType type, string name)
    {
        if (name.Length == 0)
            throw ApiException.Invalid(type.Kind, name, "metadata.name", "Required value: name or generateName is required");
        var fits = type.Group == "rbac.authorization.k8s.io" ? !name.Contains('/', StringComparison.Ordinal) && !name.Contains('%', StringComparison.Ordinal) : Subdomain().IsMatch(name) && name.Length <= 253;
        if (!fits)
            throw ApiException.Invalid(type.Kind, name, "metadata.name", $"Invalid value: \"{name}\": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character");
    }

    public static void Content(ResourceType type, JsonObject value)
    {
        switch (type.Plural)
        {
            case "pods" when type.Group.Length == 0:
                Containers(type, value, value.At("spec"), "spec");
                break;
            case "deployments" or "daemonsets" or "replicasets" or "statefulsets":
                Template(type, value);
                break;
            case "services" when type.Group.Length == 0 && value.Text("spec", "type") is { } kind && kind is not ("ClusterIP" or "NodePort" or "LoadBalancer" or "ExternalName"):
                throw ApiException.Invalid(type.Kind, value.Name(), "spec.type", $"Unsupported value: \"{kind}\"");
            case "customresourcedefinitions" when value.Name() != $"{value.Text("spec", "names", "plural")}.{value.Text("spec", "group")}":
                throw ApiException.Invalid(type.Kind, value.Name(), "metadata.name", $"Invalid value: \"{value.Name()}\": must be spec.names.plural+\".\"+spec.group");
        }
    }

    private static void Template(ResourceType type, JsonObject value)
    {
        if (value.At("spec", "selector") is null)
            throw ApiException.Invalid(type.Kind, value.Name(), "spec.selector", "Required value");
        if (value.At("spec", "template") is not JsonObject template || !Selectors.Matches(value.At("spec", "selector"), template))
            throw ApiException.Invalid(type.Kind, value.Name(), "spec.template.metadata.labels", "Invalid value: `selector` does not match template `labels`");
        Containers(type, value, template.At("spec"), "spec.template.spec");
    }

    private static void Containers(ResourceType type, JsonObject value, JsonNode? spec, string path)
    {
        if (!spec.Items("containers").Any())
            throw ApiException.Invalid(type.Kind, value.Name(), $"{path}.containers", "Required value");
        foreach (var container in spec.Items("containers").Where(c => c.Text("image") is not { Length: > 0 }))
            throw ApiException.Invalid(type.Kind, value.Name(), $"{path}.containers[{container.Text("name")}].image", "Required value");
    }

    [GeneratedRegex("^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$")]
    private static partial Regex Subdomain();
}
