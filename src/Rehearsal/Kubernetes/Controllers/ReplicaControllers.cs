using System.IO.Hashing;
using System.Text;
using System.Text.Json.Nodes;
using Masterplan.Rehearsal.Kubernetes.Api;
using Masterplan.Rehearsal.Kubernetes.Objects;
using Masterplan.Rehearsal.Kubernetes.Resources;

namespace Masterplan.Rehearsal.Kubernetes.Controllers;

/// <summary>Deployments make replica sets, replica sets and daemon sets and stateful sets make pods.</summary>
public sealed class ReplicaControllers(ApiCluster cluster)
{
    public void Reconcile()
    {
        foreach (var deployment in Live("deployments"))
            Deployment(deployment);
        foreach (var set in Live("replicasets"))
            ReplicaSet(set);
        foreach (var set in Live("daemonsets"))
            DaemonSet(set);
        foreach (var set in Live("statefulsets"))
            StatefulSet(set);
    }

    private List<JsonObject> Live(string plural) => [.. cluster.Objects.List(plural).Where(o => o.Text("metadata", "deletionTimestamp") is null)];

    private List<JsonObject> Owned(string plural, JsonObject owner) =>
        [.. cluster.Objects.List(plural, owner.Namespace()).Where(o => o.Items("metadata", "ownerReferences").Any(r => r.Text("uid") == owner.Uid()) && o.Text("metadata", "deletionTimestamp") is null)];

    private void Deployment(JsonObject deployment)
    {
        var hash = Hash(deployment.At("spec", "template"));
        var name = $"{deployment.Name()}-{hash}";
        var wanted = deployment.Number("spec", "replicas") ?? 1;
        var sets = Owned("replicasets", deployment);
        var current = sets.Find(s => s.Name() == name);
        if (current is null)
            current = CreateReplicaSet(deployment, name, hash, wanted);
        else if (current.Number("spec", "replicas") != wanted)
            Scale(current, wanted);

        var ready = current.Number("status", "readyReplicas") ?? 0;
        var left = Math.Max(0, wanted - ready);
        foreach (var old in sets.Where(s => s.Name() != name))
        {
            var keeps = Math.Min(left, old.Number("spec", "replicas") ?? 0);
            if (keeps != (old.Number("spec", "replicas") ?? 0))
                Scale(old, keeps);
            left -= keeps;
        }

        var total = sets.Append(current).DistinctBy(s => s.Name()).ToList();
        var allReady = total.Sum(s => s.Number("status", "readyReplicas") ?? 0);
        SetStatus("deployments", deployment, new JsonObject
        {
            ["observedGeneration"] = deployment.Number("metadata", "generation") ?? 1,
            ["replicas"] = total.Sum(s => s.Number("status", "replicas") ?? 0),
            ["updatedReplicas"] = current.Number("status", "replicas") ?? 0,
            ["readyReplicas"] = allReady,
            ["availableReplicas"] = allReady,
            ["unavailableReplicas"] = Math.Max(0, wanted - allReady),
        }, ("Available", allReady >= wanted, "MinimumReplicasAvailable"), ("Progressing", true, "NewReplicaSetAvailable"));
    }

    private JsonObject CreateReplicaSet(JsonObject deployment, string name, string hash, long replicas)
    {
        var spec = new JsonObject { ["replicas"] = replicas, ["selector"] = deployment.At("spec", "selector")!.DeepClone(), ["template"] = deployment.At("spec", "template")!.DeepClone() };
        spec.Make("selector", "matchLabels")["pod-template-hash"] = hash;
        spec.Make("template", "metadata", "labels")["pod-template-hash"] = hash;
        var metadata = new JsonObject { ["name"] = name, ["labels"] = spec.At("template", "metadata", "labels")!.DeepClone(), ["ownerReferences"] = new JsonArray(Owner(deployment)) };
        return cluster.Objects.Create(Catalogue.Of("replicasets"), deployment.Namespace(), new JsonObject { ["metadata"] = metadata, ["spec"] = spec }, WriteOptions.Plain);
    }

    private void ReplicaSet(JsonObject set)
    {
        var wanted = (int)(set.Number("spec", "replicas") ?? 1);
        var pods = Owned("pods", set).Where(p => p.Text("status", "phase") is not ("Succeeded" or "Failed")).ToList();
        for (var n = pods.Count; n < wanted; n++)
            CreatePod(set, new JsonObject { ["generateName"] = set.Name() + "-" }, _ => { });
        foreach (var surplus in pods.OrderBy(Budgets.IsReady).Take(Math.Max(0, pods.Count - wanted)))
            cluster.Objects.Delete(Catalogue.Of("pods"), surplus.Namespace(), surplus.Name(), new DeleteOptions());
        var ready = pods.Count(Budgets.IsReady);
        SetStatus("replicasets", set, new JsonObject { ["observedGeneration"] = set.Number("metadata", "generation") ?? 1, ["replicas"] = Math.Min(wanted, Math.Max(pods.Count, wanted)), ["fullyLabeledReplicas"] = pods.Count, ["readyReplicas"] = ready, ["availableReplicas"] = ready });
    }

    private void StatefulSet(JsonObject set)
    {
        var wanted = (int)(set.Number("spec", "replicas") ?? 1);
        var pods = Owned("pods", set);
        for (var n = 0; n < wanted; n++)
        {
            var name = $"{set.Name()}-{n}";
            if (cluster.Objects.Find(Catalogue.Of("pods"), set.Namespace(), name) is null)
                CreatePod(set, new JsonObject { ["name"] = name }, _ => { });
        }

        foreach (var surplus in pods.Where(p => int.Parse(p.Name()[(set.Name().Length + 1)..]) >= wanted))
            cluster.Objects.Delete(Catalogue.Of("pods"), surplus.Namespace(), surplus.Name(), new DeleteOptions());
        var ready = pods.Count(Budgets.IsReady);
        SetStatus("statefulsets", set, new JsonObject { ["observedGeneration"] = set.Number("metadata", "generation") ?? 1, ["replicas"] = pods.Count, ["readyReplicas"] = ready, ["availableReplicas"] = ready, ["updatedReplicas"] = pods.Count, ["currentReplicas"] = pods.Count });
    }

    private void DaemonSet(JsonObject set)
    {
        var hash = Hash(set.At("spec", "template"));
        var spec = set.At("spec", "template", "spec")!.DeepClone().AsObject();
        Tolerate(spec);
        var nodes = cluster.Objects.List("nodes").Where(n => Scheduler.Fits(spec, n)).ToList();
        var pods = Owned("pods", set);
        foreach (var node in nodes.Where(n => pods.TrueForAll(p => p.Text("spec", "nodeName") != n.Name())))
        {
            CreatePod(set, new JsonObject { ["generateName"] = set.Name() + "-", ["labels"] = new JsonObject { ["controller-revision-hash"] = hash } }, pod =>
            {
                Tolerate(pod);
                pod["nodeName"] = node.Name();
            });
        }

        var names = nodes.Select(n => n.Name()).ToHashSet();
        var stale = pods.Where(p => p.Text("metadata", "labels", "controller-revision-hash") != hash).ToList();
        var allReady = pods.TrueForAll(Budgets.IsReady);
        foreach (var gone in pods.Where(p => !names.Contains(p.Text("spec", "nodeName") ?? string.Empty)).Concat(allReady ? stale.Take(1) : []).DistinctBy(p => p.Uid()))
            cluster.Objects.Delete(Catalogue.Of("pods"), gone.Namespace(), gone.Name(), new DeleteOptions());
        var ready = pods.Count(Budgets.IsReady);
        SetStatus("daemonsets", set, new JsonObject
        {
            ["observedGeneration"] = set.Number("metadata", "generation") ?? 1,
            ["desiredNumberScheduled"] = nodes.Count,
            ["currentNumberScheduled"] = pods.Count,
            ["updatedNumberScheduled"] = pods.Count - stale.Count,
            ["numberReady"] = ready,
            ["numberAvailable"] = ready,
            ["numberMisscheduled"] = 0,
        });
    }

    private static void Tolerate(JsonObject spec)
    {
        if (spec["tolerations"] is not JsonArray list)
            spec["tolerations"] = list = [];
        foreach (var key in new[] { "not-ready", "unreachable", "disk-pressure", "memory-pressure", "pid-pressure", "unschedulable" })
            list.Add(new JsonObject { ["key"] = "node.kubernetes.io/" + key, ["operator"] = "Exists" });
    }

    private void CreatePod(JsonObject owner, JsonObject metadata, Action<JsonObject> adjust)
    {
        var template = owner.At("spec", "template")!.DeepClone().AsObject();
        var labels = template.Make("metadata", "labels").Clone();
        foreach (var (key, value) in metadata.Map("labels"))
            labels[key] = value;
        metadata["labels"] = labels;
        if (template.At("metadata", "annotations") is { } annotations)
            metadata["annotations"] = annotations.DeepClone();
        metadata["ownerReferences"] = new JsonArray(Owner(owner));
        var spec = template.Make("spec").Clone();
        adjust(spec);
        cluster.Objects.Create(Catalogue.Of("pods"), owner.Namespace(), new JsonObject { ["metadata"] = metadata, ["spec"] = spec }, WriteOptions.Plain);
    }

    private void Scale(JsonObject set, long to) => cluster.Objects.Modify(Catalogue.Of("replicasets"), set.Namespace(), set.Name(), WriteOptions.Plain, value =>
    {
        value.Make("spec")["replicas"] = to;
        return value;
    });

    private void SetStatus(string plural, JsonObject of, JsonObject status, params ReadOnlySpan<(string Type, bool Is, string Reason)> conditions)
    {
        var list = new JsonArray();
        foreach (var (type, holds, reason) in conditions)
        {
            var before = of.Items("status", "conditions").FirstOrDefault(c => c.Text("type") == type);
            var text = holds ? "True" : "False";
            list.Add(before.Text("status") == text ? before!.Clone() : Defaults.Condition(type, text, reason, string.Empty, cluster.World.Now));
        }

        if (list.Count > 0)
            status["conditions"] = list;
        cluster.Objects.Modify(Catalogue.Of(plural), of.Namespace(), of.Name(), WriteOptions.Status, value =>
        {
            value["status"] = status;
            return value;
        });
    }

    private static JsonObject Owner(JsonObject owner) => new()
    {
        ["apiVersion"] = owner.Text("apiVersion"),
        ["kind"] = owner.Text("kind"),
        ["name"] = owner.Name(),
        ["uid"] = owner.Uid(),
        ["controller"] = true,
        ["blockOwnerDeletion"] = true,
    };

    private static string Hash(JsonNode? template) => XxHash32.HashToUInt32(Encoding.UTF8.GetBytes(template?.ToJsonString() ?? string.Empty)).ToString("x8");
}
