using System.Text.Json.Nodes;
using Masterplan.Rehearsal.Kubernetes.Api;
using Masterplan.Rehearsal.Kubernetes.Objects;
using Masterplan.Rehearsal.Kubernetes.Resources;

namespace Masterplan.Rehearsal.Kubernetes.Controllers;

/// <summary>Binds pods to the fitting node with the fewest of their kind, then the fewest of all.</summary>
public sealed class Scheduler(ApiCluster cluster)
{
    public void Reconcile()
    {
        var waiting = cluster.Objects.List("pods").Where(p => p.Text("spec", "nodeName") is null && p.Text("metadata", "deletionTimestamp") is null).ToList();
        foreach (var pod in waiting)
            Place(pod);
    }

    /// <summary>Whether a node's taints, labels and cordon let a pod in.</summary>
    public static bool Fits(JsonNode? spec, JsonObject node)
    {
        var tolerations = spec.Items("tolerations").ToList();
        if (node.Flag("spec", "unschedulable") && !tolerations.Exists(t => Tolerates(t, "node.kubernetes.io/unschedulable", "NoSchedule", null)))
            return false;
        if (node.Items("spec", "taints").Where(t => t.Text("effect") is "NoSchedule" or "NoExecute").Any(t => !tolerations.Exists(o => Tolerates(o, t.Text("key"), t.Text("effect"), t.Text("value")))))
            return false;
        if (spec.Map("nodeSelector").Any(s => node.Text("metadata", "labels", s.Key) != s.Value))
            return false;
        var terms = spec.Items("affinity", "nodeAffinity", "requiredDuringSchedulingIgnoredDuringExecution", "nodeSelectorTerms").ToList();
        return terms.Count == 0 || terms.Exists(t =>
            t.Items("matchExpressions").All(e => Selectors.Holds(node.At("metadata", "labels") as JsonObject, e.Text("key") ?? string.Empty, e.Text("operator") ?? string.Empty, [.. e.Texts("values")]))
            && t.Items("matchFields").All(f => f.Texts("values").Contains(node.Name())));
    }

    private static bool Tolerates(JsonObject toleration, string? key, string? effect, string? value) =>
        (toleration.Text("effect") is null || toleration.Text("effect") == effect)
        && (toleration.Text("key") is null || (toleration.Text("key") == key && (toleration.Text("operator") == "Exists" || (toleration.Text("value") ?? string.Empty) == (value ?? string.Empty))));

    private void Place(JsonObject pod)
    {
        var pods = cluster.Objects.List("pods").ToList();
        var owner = pod.Items("metadata", "ownerReferences").FirstOrDefault().Text("uid");
        var ports = HostPorts(pod);
        var chosen = cluster.Objects.List("nodes").Where(n => Fits(pod["spec"], n))
            .Where(n => ports.Count == 0 || pods.TrueForAll(p => p.Text("spec", "nodeName") != n.Name() || !HostPorts(p).Overlaps(ports)))
            .OrderBy(n => pods.Count(p => p.Text("spec", "nodeName") == n.Name() && owner is not null && p.Items("metadata", "ownerReferences").FirstOrDefault().Text("uid") == owner))
            .ThenBy(n => pods.Count(p => p.Text("spec", "nodeName") == n.Name())).FirstOrDefault();
        cluster.Objects.Modify(Catalogue.Of("pods"), pod.Namespace(), pod.Name(), WriteOptions.Plain, value =>
        {
            if (chosen is not null)
            {
                value.Make("spec")["nodeName"] = chosen.Name();
                value.Make("status").Remove("conditions");
            }
            else if (!value.Items("status", "conditions").Any())
            {
                value.Make("status")["conditions"] = new JsonArray(Defaults.Condition("PodScheduled", "False", "Unschedulable", $"0/{cluster.Objects.List("nodes").Count()} nodes are available.", cluster.World.Now));
            }

            return value;
        });
    }

    private static HashSet<long> HostPorts(JsonObject pod) =>
        [.. pod.Items("spec", "containers").SelectMany(c => c.Items("ports")).Select(p => p.Number("hostPort") ?? 0).Where(p => p > 0)];
}
