using System.Text.Json.Nodes;
using Masterplan.Rehearsal.Kubernetes.Api;
using Masterplan.Rehearsal.Kubernetes.Objects;
using Masterplan.Rehearsal.Kubernetes.Resources;

namespace Masterplan.Rehearsal.Kubernetes.Http;

/// <summary>Heartbeats are not written but worked out when somebody looks: a connected kubelet has just beaten.</summary>
public static class Heartbeats
{
    public static JsonObject Refresh(ApiCluster cluster, ResourceType type, JsonObject value)
    {
        var isNode = type.Plural == "nodes";
        if ((!isNode && (type.Plural != "leases" || value.Namespace() != "kube-node-lease")) || !cluster.Kubelets.ContainsKey(value.Name()))
            return value;
        var fresh = value.Clone();
        var now = Json.Stamp(cluster.World.Now);
        if (!isNode)
            fresh.Make("spec")["renewTime"] = cluster.World.Now.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ");
        foreach (var condition in fresh.Items("status", "conditions"))
            condition["lastHeartbeatTime"] = now;
        return fresh;
    }
}
