using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Masterplan.Rehearsal.Kubernetes.Api;
using Masterplan.Rehearsal.Kubernetes.Objects;
using Masterplan.Rehearsal.Kubernetes.Resources;

namespace Masterplan.Rehearsal.Kubernetes.Controllers;

/// <summary>Marks nodes whose kubelet fell silent, taints those that are not ready, and drops the pods of nodes that are gone.</summary>
public sealed class NodeLifecycle(ApiCluster cluster)
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(50);
    private readonly ConcurrentDictionary<string, DateTimeOffset> silentSince = new(StringComparer.Ordinal);

    public void Reconcile()
    {
        var nodes = cluster.Objects.List("nodes").ToList();
        foreach (var node in nodes)
        {
            if (cluster.HearsKubelet(node.Name()))
                silentSince.TryRemove(node.Name(), out _);
            else
                MarkSilent(node);
        }

        foreach (var node in cluster.Objects.List("nodes").ToList())
            Taint(node);
        DropPods([.. nodes.Select(n => n.Name())]);
    }

    private void MarkSilent(JsonObject node)
    {
        if (Ready(node) == "Unknown")
            return;
        var since = silentSince.GetOrAdd(node.Name(), _ =>
        {
            cluster.Leaders.WakeAfter(Grace + TimeSpan.FromSeconds(1));
            return cluster.World.Now;
        });
        if (cluster.World.Pace.ToSimulated(cluster.World.Now - since) < Grace)
            return;
        cluster.Objects.Modify(Catalogue.Of("nodes"), string.Empty, node.Name(), WriteOptions.Status, value =>
        {
            // A kubelet that is heard writes its status after that; one that came back meanwhile may have done so already.
            if (cluster.HearsKubelet(node.Name()))
                return value;
            foreach (var condition in value.Items("status", "conditions"))
            {
                condition["status"] = "Unknown";
                condition["reason"] = "NodeStatusUnknown";
                condition["message"] = "Kubelet stopped posting node status.";
                condition["lastTransitionTime"] = Json.Stamp(cluster.World.Now);
            }

            return value;
        });
        foreach (var pod in cluster.Objects.List("pods").Where(p => p.Text("spec", "nodeName") == node.Name()).ToList())
            SetPodUnready(pod);
    }

    private void SetPodUnready(JsonObject pod) =>
        cluster.Objects.Modify(Catalogue.Of("pods"), pod.Namespace(), pod.Name(), WriteOptions.Status, value =>
        {
            foreach (var condition in value.Items("status", "conditions").Where(c => c.Text("type") == "Ready"))
                condition["status"] = "False";
            return value;
        });

    private void Taint(JsonObject node)
    {
        var ready = Ready(node);
        var key = ready switch { "True" => null, "Unknown" => "node.kubernetes.io/unreachable", _ => "node.kubernetes.io/not-ready" };
        var wanted = node.Items("spec", "taints").Where(t => t.Text("key") is not ("node.kubernetes.io/unreachable" or "node.kubernetes.io/not-ready" or "node.kubernetes.io/unschedulable")).Select(t => t.Clone()).ToList();
        if (node.Flag("spec", "unschedulable"))
            wanted.Add(new JsonObject { ["key"] = "node.kubernetes.io/unschedulable", ["effect"] = "NoSchedule" });
        if (key is not null)
        {
            wanted.Add(new JsonObject { ["key"] = key, ["effect"] = "NoSchedule" });
            wanted.Add(new JsonObject { ["key"] = key, ["effect"] = "NoExecute" });
        }

        if (Keys(node.Items("spec", "taints")).SetEquals(Keys(wanted)))
            return;
        cluster.Objects.Modify(Catalogue.Of("nodes"), string.Empty, node.Name(), WriteOptions.Plain, value =>
        {
            if (wanted.Count > 0)
                value.Make("spec")["taints"] = Json.Array(wanted);
            else
                value.Make("spec").Remove("taints");
            return value;
        });
    }

    private static HashSet<string> Keys(IEnumerable<JsonObject> taints) => [.. taints.Select(t => $"{t.Text("key")}:{t.Text("effect")}")];

    private void DropPods(HashSet<string> nodes)
    {
        foreach (var pod in cluster.Objects.List("pods").Where(p => p.Text("spec", "nodeName") is { } on && !nodes.Contains(on)).ToList())
            cluster.Objects.Remove(Catalogue.Of("pods"), pod.Namespace(), pod.Name(), pod.Uid());
        foreach (var lease in cluster.Objects.List("leases", "kube-node-lease").Where(l => !nodes.Contains(l.Name())).ToList())
            cluster.Objects.Delete(Catalogue.Of("leases"), "kube-node-lease", lease.Name(), new DeleteOptions());
    }

    private static string Ready(JsonObject node) => node.Items("status", "conditions").FirstOrDefault(c => c.Text("type") == "Ready").Text("status") ?? "False";
}
