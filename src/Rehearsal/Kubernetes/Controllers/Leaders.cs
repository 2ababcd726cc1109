using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Masterplan.Rehearsal.Faults;
using Masterplan.Rehearsal.Kubernetes.Api;
using Masterplan.Rehearsal.Kubernetes.Objects;
using Masterplan.Rehearsal.Kubernetes.Resources;
using Masterplan.Rehearsal.Kubernetes.Storage;

namespace Masterplan.Rehearsal.Kubernetes.Controllers;

/// <summary>Who leads among controller managers and schedulers; their loops run only while somebody does.</summary>
public sealed class Leaders
{
    private readonly ApiCluster cluster;
    private readonly Lock gate = new();
    private readonly Dictionary<string, List<string>> candidates = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ReconcileLoop> loops;
    private readonly ConcurrentDictionary<string, DateTimeOffset> heldSince = new(StringComparer.Ordinal);

    public Leaders(ApiCluster cluster)
    {
        this.cluster = cluster;
        loops = new Dictionary<string, ReconcileLoop>(StringComparer.Ordinal)
        {
            ["kube-controller-manager"] = new(cluster.World.Pace, new WorkloadControllers(cluster).Reconcile),
            ["kube-scheduler"] = new(cluster.World.Pace, new Scheduler(cluster).Reconcile),
        };
    }

    /// <summary>The service network, as the API servers were told.</summary>
    public string ServiceRange { get; set; } = "10.100.0.0/16";

    public IDisposable Stand(string component, string identity)
    {
        lock (gate)
        {
            if (!candidates.TryGetValue(component, out var list))
                candidates[component] = list = [];
            list.Add(identity);
            if (list.Count == 1)
                Take(component, identity);
        }

        return new Candidacy(this, component, identity);
    }

    public void Notice(StoreEvent change)
    {
        if (change.Key.StartsWith("/registry/coordination.k8s.io/leases/", StringComparison.Ordinal) || change.Key.StartsWith("/registry/core/events/", StringComparison.Ordinal))
            return;
        foreach (var loop in loops.Values)
            loop.Wake();
    }

    /// <summary>Looks again after some simulated time: something will be due then.</summary>
    public void WakeAfter(TimeSpan simulated) => _ = cluster.World.Pace.Wait(simulated).ContinueWith(_ => loops["kube-controller-manager"].Wake(), TaskScheduler.Default);

    /// <summary>With the fault on, a budget refuses evictions for three simulated minutes from the first try.</summary>
    public bool HoldsBudget(JsonObject budget)
    {
        var since = heldSince.GetOrAdd(budget.Uid(), _ => cluster.World.Now);
        var length = TimeSpan.FromSeconds(60 + (180 * cluster.World.Faults.Roll(FaultNames.PdbBlocks, budget.Name(), 1)));
        return cluster.World.Pace.ToSimulated(cluster.World.Now - since) < length;
    }

    private void Leave(string component, string identity)
    {
        lock (gate)
        {
            var list = candidates[component];
            var led = list[0] == identity;
            list.Remove(identity);
            if (!led)
                return;
            if (list.Count > 0)
                Take(component, list[0]);
            else
                loops[component].IsOn = false;
        }
    }

    private void Take(string component, string identity)
    {
        loops[component].IsOn = true;
        _ = Task.Run(() => Record(component, identity));
        loops[component].Wake();
    }

    private void Record(string component, string identity)
    {
        var type = Catalogue.Of("leases");
        try
        {
            if (cluster.Objects.Find(type, "kube-system", component) is null)
                cluster.Objects.Create(type, "kube-system", new JsonObject { ["metadata"] = new JsonObject { ["name"] = component }, ["spec"] = Spec() }, WriteOptions.Plain);
            else
                cluster.Objects.Modify(type, "kube-system", component, WriteOptions.Plain, lease =>
                {
                    lease["spec"] = Spec();
                    return lease;
                });
        }
        catch (ApiException)
        {
            // Another candidate wrote at the same time; the lease is only for people to read.
        }

        JsonObject Spec() => new() { ["holderIdentity"] = identity, ["leaseDurationSeconds"] = 15, ["renewTime"] = cluster.World.Now.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ") };
    }

    private sealed class Candidacy(Leaders leaders, string component, string identity) : IDisposable
    {
        public void Dispose() => leaders.Leave(component, identity);
    }
}
