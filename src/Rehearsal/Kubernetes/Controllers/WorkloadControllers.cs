using System.Text.Json.Nodes;
using Masterplan.Rehearsal.Kubernetes.Api;
using Masterplan.Rehearsal.Kubernetes.Components;
using Masterplan.Rehearsal.Kubernetes.Objects;
using Masterplan.Rehearsal.Kubernetes.Resources;

namespace Masterplan.Rehearsal.Kubernetes.Controllers;

/// <summary>One pass of everything that a controller manager does here.</summary>
public sealed class WorkloadControllers(ApiCluster cluster)
{
    private static readonly string[] Dependents = ["pods", "replicasets", "controllerrevisions", "jobs", "endpointslices"];
    private readonly NodeLifecycle nodes = new(cluster);
    private readonly ReplicaControllers replicas = new(cluster);
    private readonly EndpointSlices slices = new(cluster);

    public void Reconcile()
    {
        nodes.Reconcile();
        foreach (var scope in cluster.Objects.List("namespaces").ToList())
            Namespace(scope);
        replicas.Reconcile();
        slices.Reconcile();
        foreach (var budget in cluster.Objects.List("poddisruptionbudgets").ToList())
            Budget(budget);
        CollectGarbage();
    }

    private void Namespace(JsonObject scope)
    {
        if (scope.Text("metadata", "deletionTimestamp") is null)
        {
            Bootstrap.Ensure(cluster, "serviceaccounts", scope.Name(), new JsonObject { ["metadata"] = new JsonObject { ["name"] = "default" } });
            return;
        }

        var inside = cluster.Types.All.Where(t => t.IsNamespaced && !t.IsVirtual).SelectMany(t => cluster.Objects.List(t, scope.Name()).Select(o => (Type: t, Value: o))).ToList();
        foreach (var (type, value) in inside.Where(i => i.Value.Text("metadata", "deletionTimestamp") is null))
            cluster.Objects.Delete(type, scope.Name(), value.Name(), new DeleteOptions());
        if (inside.Count > 0)
            return;
        cluster.Objects.Modify(Catalogue.Of("namespaces"), string.Empty, scope.Name(), WriteOptions.Plain, value =>
        {
            value.Make("spec").Remove("finalizers");
            return value;
        });
    }

    private void Budget(JsonObject budget)
    {
        var count = Budgets.Count(cluster, budget);
        cluster.Objects.Modify(Catalogue.Of("poddisruptionbudgets"), budget.Namespace(), budget.Name(), WriteOptions.Status, value =>
        {
            var status = value.Make("status");
            status["currentHealthy"] = count.Current;
            status["desiredHealthy"] = count.Desired;
            status["expectedPods"] = count.Expected;
            status["disruptionsAllowed"] = count.Allowed;
            status["observedGeneration"] = value.Number("metadata", "generation") ?? 1;
            return value;
        });
    }

    private void CollectGarbage()
    {
        var owned = Dependents.Select(Catalogue.Of)
            .SelectMany(t => cluster.Objects.List(t).Select(o => (Type: t, Value: o))).Where(o => o.Value.Items("metadata", "ownerReferences").Any() && o.Value.Text("metadata", "deletionTimestamp") is null).ToList();
        foreach (var (type, value) in owned)
        {
            if (value.Items("metadata", "ownerReferences").All(r => !Exists(r, value.Namespace())))
                cluster.Objects.Delete(type, value.Namespace(), value.Name(), new DeleteOptions(Uid: value.Uid()));
        }
    }

    private bool Exists(JsonObject reference, string scope)
    {
        if (cluster.Types.OfKind(reference.Text("apiVersion") ?? string.Empty, reference.Text("kind") ?? string.Empty) is not { } type)
            return true;
        return cluster.Objects.Find(type, scope, reference.Text("name") ?? string.Empty)?.Uid() == reference.Text("uid");
    }
}
