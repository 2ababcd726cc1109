using System.Text.Json.Nodes;
using Masterplan.Rehearsal.Kubernetes.Objects;
using Masterplan.Rehearsal.Kubernetes.Resources;

namespace Masterplan.Rehearsal.Kubernetes.Api;

/// <summary>The values that the API server fills in at creation.</summary>
public static class Defaults
{
    public static void Apply(ApiCluster cluster, ResourceType type, JsonObject value)
    {
        switch (type.ApiVersion, type.Plural)
        {
            case ("v1", "pods"):
                Pod(cluster, value);
                break;
            case ("v1", "namespaces"):
                value.Make("metadata", "labels")["kubernetes.io/metadata.name"] = value.Name();
                value.Make("spec")["finalizers"] ??= new JsonArray("kubernetes");
                value.Make("status")["phase"] ??= "Active";
                break;
            case ("v1", "services"):
                Service(cluster, value);
                break;
            case ("apps/v1", "deployments" or "replicasets" or "statefulsets"):
                value.Make("spec")["replicas"] ??= 1;
                Template(value);
                if (type.Plural == "deployments")
                    value.Make("spec")["strategy"] ??= new JsonObject { ["type"] = "RollingUpdate", ["rollingUpdate"] = new JsonObject { ["maxSurge"] = "25%", ["maxUnavailable"] = "25%" } };
                break;
            case ("apps/v1", "daemonsets"):
                Template(value);
                value.Make("spec")["updateStrategy"] ??= new JsonObject { ["type"] = "RollingUpdate", ["rollingUpdate"] = new JsonObject { ["maxSurge"] = 0, ["maxUnavailable"] = 1 } };
                break;
            case ("apiextensions.k8s.io/v1", "customresourcedefinitions"):
                Definition(cluster, value);
                break;
            case ("apiregistration.k8s.io/v1", "apiservices"):
                value.Make("status")["conditions"] ??= new JsonArray();
                break;
            case ("v1", "secrets"):
                value["type"] ??= "Opaque";
                Secret(value);
                break;
            case ("certificates.k8s.io/v1", "certificatesigningrequests"):
                value["status"] ??= new JsonObject();
                break;
        }
    }

    public static JsonObject Condition(string type, string status, string reason, string message, DateTimeOffset at) => new()
    {
        ["type"] = type,
        ["status"] = status,
        ["lastTransitionTime"] = Json.Stamp(at),
        ["reason"] = reason,
        ["message"] = message,
    };

    private static void Pod(ApiCluster cluster, JsonObject value)
    {
        PodSpec(value.Make("spec"));
        value.Make("spec")["serviceAccountName"] ??= "default";
        value.Make("status")["phase"] ??= "Pending";
        if (value.At("spec", "tolerations") is not JsonArray tolerations)
            value.Make("spec")["tolerations"] = tolerations = [];
        foreach (var key in new[] { "node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable" })
        {
            if (tolerations.OfType<JsonObject>().All(t => t.Text("key") is { } known && known != key))
                tolerations.Add(new JsonObject { ["key"] = key, ["operator"] = "Exists", ["effect"] = "NoExecute", ["tolerationSeconds"] = 300 });
        }

        if (value.Text("spec", "priorityClassName") is { } name)
        {
            var priority = cluster.Objects.Find(Catalogue.Of("priorityclasses"), string.Empty, name)
                ?? throw new ApiException(403, "Forbidden", $"pods \"{value.Name()}\" is forbidden: no PriorityClass with name {name} was found");
            value.Make("spec")["priority"] = priority.Number("value") ?? 0;
        }
    }

    private static void Template(JsonObject value)
    {
        if (value.At("spec", "template") is JsonObject template)
            PodSpec(template.Make("spec"));
    }

    private static void PodSpec(JsonObject spec)
    {
        spec["restartPolicy"] ??= "Always";
        spec["dnsPolicy"] ??= "ClusterFirst";
        spec["schedulerName"] ??= "default-scheduler";
        spec["terminationGracePeriodSeconds"] ??= 30;
        spec["securityContext"] ??= new JsonObject();
        foreach (var container in spec.Items("containers"))
            container["imagePullPolicy"] ??= (container.Text("image") ?? string.Empty).EndsWith(":latest", StringComparison.Ordinal) ? "Always" : "IfNotPresent";
    }

    private static void Service(ApiCluster cluster, JsonObject value)
    {
        var spec = value.Make("spec");
        spec["type"] ??= "ClusterIP";
        spec["sessionAffinity"] ??= "None";
        if (spec.Text("type") != "ExternalName" && spec["clusterIP"] is null)
            spec["clusterIP"] = FreeAddress(cluster);
        if (spec.Text("clusterIP") is { } address)
            spec["clusterIPs"] ??= new JsonArray(address);
        foreach (var port in spec.Items("ports"))
        {
            port["protocol"] ??= "TCP";
            port["targetPort"] ??= port["port"]?.DeepClone();
            if (spec.Text("type") is "NodePort" or "LoadBalancer")
                port["nodePort"] ??= FreeNodePort(cluster);
        }

        value["status"] ??= new JsonObject { ["loadBalancer"] = new JsonObject() };
    }

    private static string FreeAddress(ApiCluster cluster)
    {
        var range = cluster.Leaders.ServiceRange.Split('/')[0].Split('.');
        var used = cluster.Objects.List("services").Select(s => s.Text("spec", "clusterIP")).ToHashSet();
        return Enumerable.Range(20, 60000).Select(n => $"{range[0]}.{range[1]}.{n / 250}.{(n % 250) + 1}").First(a => !used.Contains(a));
    }

    private static int FreeNodePort(ApiCluster cluster)
    {
        var used = cluster.Objects.List("services").SelectMany(s => s.Items("spec", "ports")).Select(p => p.Number("nodePort")).ToHashSet();
        return Enumerable.Range(30200, 2000).First(p => !used.Contains(p));
    }

    private static void Definition(ApiCluster cluster, JsonObject value)
    {
        value["status"] = new JsonObject
        {
            ["acceptedNames"] = value.At("spec", "names")?.DeepClone(),
            ["conditions"] = new JsonArray(
                Condition("NamesAccepted", "True", "NoConflicts", "no conflicts found", cluster.World.Now),
                Condition("Established", "True", "InitialNamesAccepted", "the initial names have been accepted", cluster.World.Now)),
            ["storedVersions"] = Json.Texts(value.Items("spec", "versions").Where(v => v.Flag("storage")).Select(v => v.Text("name") ?? "v1")),
        };
    }

    private static void Secret(JsonObject value)
    {
        foreach (var (key, text) in value.Map("stringData").ToList())
            value.Make("data")[key] = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(text));
        value.Remove("stringData");
    }
}
