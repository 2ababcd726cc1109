using System.Text.Json.Nodes;
using Masterplan.Rehearsal.Faults;
using Masterplan.Rehearsal.Kubernetes.Api;
using Masterplan.Rehearsal.Kubernetes.Controllers;
using Masterplan.Rehearsal.Kubernetes.Objects;
using Masterplan.Rehearsal.Kubernetes.Resources;

namespace Masterplan.Rehearsal.Kubernetes.Http;

/// <summary>Evictions: deletions that a PodDisruptionBudget may refuse.</summary>
public static class Evictions
{
    public static JsonObject Evict(ApiCluster cluster, string scope, string name, JsonObject body, bool dryRun)
    {
        var pods = Catalogue.Of("pods");
        var pod = cluster.Objects.Get(pods, scope, name);
        var options = DeleteOptions.From(body["deleteOptions"]);
        options = options with { DryRun = options.DryRun || dryRun };
        var mayGo = pod.Text("metadata", "deletionTimestamp") is not null || pod.Text("status", "phase") is "Succeeded" or "Failed" or "Pending";
        var budgets = cluster.Objects.List("poddisruptionbudgets", scope).Where(b => Selectors.Matches(b.At("spec", "selector"), pod)).ToList();
        if (budgets.Count > 1)
            throw new ApiException(500, "InternalError", "This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.");
        if (!mayGo && budgets.Count == 1)
            Spend(cluster, budgets[0], pod, options.DryRun);
        cluster.Objects.Delete(pods, scope, name, options);
        return new JsonObject { ["kind"] = "Status", ["apiVersion"] = "v1", ["metadata"] = new JsonObject(), ["status"] = "Success", ["code"] = 201 };
    }

    private static void Spend(ApiCluster cluster, JsonObject budget, JsonObject pod, bool dryRun)
    {
        var count = Budgets.Count(cluster, budget);
        // A pod that is not ready takes none of the healthy ones away (unhealthyPodEvictionPolicy: IfHealthyBudget, the default).
        if (!Budgets.IsReady(pod) && count.Desired > 0 && count.Current >= count.Desired)
            return;
        var held = !dryRun && cluster.World.Faults.IsOn(FaultNames.PdbBlocks) && cluster.Leaders.HoldsBudget(budget);
        if (count.Allowed > 0 && !held)
            return;
        var why = held
            ? $"The disruption budget {budget.Name()} needs {count.Current} healthy pods and has {count.Current} currently"
            : $"The disruption budget {budget.Name()} needs {count.Desired} healthy pods and has {count.Current} currently";
        throw new ApiException(429, "TooManyRequests", "Cannot evict pod as it would violate the pod's disruption budget.")
        {
            Details = new JsonObject { ["causes"] = new JsonArray(new JsonObject { ["reason"] = "DisruptionBudget", ["message"] = why }) },
        };
    }
}
