using System.Text.Json.Nodes;
using Masterplan.Rehearsal.Kubernetes.Objects;
using Masterplan.Rehearsal.Kubernetes.Resources;

namespace Masterplan.Rehearsal.Kubernetes.Tables;

/// <summary>The columns of each type.</summary>
public static class Columns
{
    private static readonly Column Name = new("Name", (o, _) => o.Name());
    private static readonly Column Age = new("Age", (o, now) => Since(o.Text("metadata", "creationTimestamp"), now));

    public static IReadOnlyList<Column> Of(ResourceType type) => type.Plural switch
    {
        "nodes" => [Name, Text("Status", NodeStatus), Text("Roles", Roles), Age, Path("Version", "status", "nodeInfo", "kubeletVersion"), Wide("Internal-IP", o => Address(o, "InternalIP")), Wide("External-IP", o => Address(o, "ExternalIP")), Wide("OS-Image", o => o.Text("status", "nodeInfo", "osImage")), Wide("Kernel-Version", o => o.Text("status", "nodeInfo", "kernelVersion")), Wide("Container-Runtime", o => o.Text("status", "nodeInfo", "containerRuntimeVersion"))],
        "pods" when type.Group.Length == 0 => [Name, Text("Ready", Ready), Text("Status", PodStatus), Text("Restarts", o => o.Items("status", "containerStatuses").Sum(c => c.Number("restartCount") ?? 0).ToString()), Age, Wide("IP", o => o.Text("status", "podIP")), Wide("Node", o => o.Text("spec", "nodeName")), Wide("Nominated Node", _ => "<none>"), Wide("Readiness Gates", _ => "<none>")],
        "deployments" => [Name, Text("Ready", o => $"{Count(o, "readyReplicas")}/{o.Number("spec", "replicas") ?? 1}"), Number("Up-to-date", "updatedReplicas"), Number("Available", "availableReplicas"), Age],
        "replicasets" => [Name, new("Desired", (o, _) => o.Number("spec", "replicas") ?? 1), Number("Current", "replicas"), Number("Ready", "readyReplicas"), Age],
        "statefulsets" => [Name, Text("Ready", o => $"{Count(o, "readyReplicas")}/{o.Number("spec", "replicas") ?? 1}"), Age],
        "daemonsets" => [Name, Number("Desired", "desiredNumberScheduled"), Number("Current", "currentNumberScheduled"), Number("Ready", "numberReady"), Number("Up-to-date", "updatedNumberScheduled"), Number("Available", "numberAvailable"), Text("Node Selector", o => string.Join(',', o.Map("spec", "template", "spec", "nodeSelector").Select(s => $"{s.Key}={s.Value}")) is { Length: > 0 } s ? s : "<none>"), Age],
        "services" => [Name, Path("Type", "spec", "type"), Path("Cluster-IP", "spec", "clusterIP"), Text("External-IP", _ => "<none>"), Text("Port(s)", Ports), Age],
        "namespaces" => [Name, Path("Status", "status", "phase"), Age],
        "poddisruptionbudgets" => [Name, Path("Min Available", "spec", "minAvailable"), Path("Max Unavailable", "spec", "maxUnavailable"), Number("Allowed Disruptions", "disruptionsAllowed"), Age],
        "leases" => [Name, Path("Holder", "spec", "holderIdentity"), Age],
        "jobs" => [Name, Text("Completions", o => $"{Count(o, "succeeded")}/{o.Number("spec", "completions") ?? 1}"), Age],
        "secrets" => [Name, Path("Type", "type"), new("Data", (o, _) => (o["data"] as JsonObject)?.Count ?? 0), Age],
        "configmaps" => [Name, new("Data", (o, _) => (o["data"] as JsonObject)?.Count ?? 0), Age],
        "customresourcedefinitions" => [Name, new("Created At", (o, _) => o.Text("metadata", "creationTimestamp"))],
        "events" => [new("Last Seen", (o, now) => Since(o.Text("lastTimestamp") ?? o.Text("metadata", "creationTimestamp"), now)), Path("Type", "type"), Path("Reason", "reason"), Text("Object", o => $"{o.Text("involvedObject", "kind")?.ToLowerInvariant()}/{o.Text("involvedObject", "name")}"), Path("Message", "message")],
        _ => [Name, Age],
    };

    public static string PodStatus(JsonObject pod)
    {
        if (pod.Text("metadata", "deletionTimestamp") is not null)
            return "Terminating";
        var waiting = pod.Items("status", "containerStatuses").Select(c => c.Text("state", "waiting", "reason") ?? c.Text("state", "terminated", "reason")).FirstOrDefault(r => r is not null);
        return waiting ?? pod.Text("status", "reason") ?? pod.Text("status", "phase") ?? "Unknown";
    }

    private static Column Text(string name, Func<JsonObject, string?> read) => new(name, (o, _) => read(o) ?? "<none>");

    private static Column Wide(string name, Func<JsonObject, string?> read) => new(name, (o, _) => read(o) ?? "<none>", IsWide: true);

    private static Column Path(string name, params string[] path) => new(name, (o, _) => o.Text(path) ?? "<none>");

    private static Column Number(string name, string status) => new(name, (o, _) => Count(o, status));

    private static long Count(JsonObject value, string status) => value.Number("status", status) ?? 0;

    private static string NodeStatus(JsonObject node)
    {
        var ready = node.Items("status", "conditions").FirstOrDefault(c => c.Text("type") == "Ready")?.Text("status");
        var status = ready is "True" ? "Ready" : ready is "False" or "Unknown" ? "NotReady" : "Unknown";
        return node.Flag("spec", "unschedulable") ? status + ",SchedulingDisabled" : status;
    }

    private static string Roles(JsonObject node)
    {
        const string Prefix = "node-role.kubernetes.io/";
        var roles = node.Map("metadata", "labels").Where(l => l.Key.StartsWith(Prefix, StringComparison.Ordinal)).Select(l => l.Key[Prefix.Length..]).Order();
        return string.Join(',', roles) is { Length: > 0 } list ? list : "<none>";
    }

    private static string? Address(JsonObject node, string type) => node.Items("status", "addresses").FirstOrDefault(a => a.Text("type") == type)?.Text("address");

    private static string Ready(JsonObject pod)
    {
        var statuses = pod.Items("status", "containerStatuses").ToList();
        return $"{statuses.Count(c => c.Flag("ready"))}/{pod.Items("spec", "containers").Count()}";
    }

    private static string Ports(JsonObject service)
    {
        var ports = service.Items("spec", "ports").Select(p => $"{p.Number("port")}{(p.Number("nodePort") is { } n ? ":" + n : string.Empty)}/{p.Text("protocol") ?? "TCP"}");
        return string.Join(',', ports) is { Length: > 0 } list ? list : "<none>";
    }

    private static string Since(string? stamp, DateTimeOffset now)
    {
        if (!DateTimeOffset.TryParse(stamp, out var then))
            return "<unknown>";
        var age = now - then;
        return age.TotalSeconds < 120 ? $"{Math.Max(0, (int)age.TotalSeconds)}s" : age.TotalMinutes < 120 ? $"{(int)age.TotalMinutes}m" : age.TotalHours < 48 ? $"{(int)age.TotalHours}h" : $"{(int)age.TotalDays}d";
    }
}
