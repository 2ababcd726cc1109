using System.Text.Json.Nodes;
using Masterplan.Rehearsal.Kubernetes.Api;
using Masterplan.Rehearsal.Kubernetes.Components;
using Masterplan.Rehearsal.Kubernetes.Objects;
using Masterplan.Rehearsal.Kubernetes.Resources;

namespace Masterplan.StandIns.ControlPlane;

/// <summary>Each API server says that it serves, and all of them write the ones that did lately behind the service 'kubernetes'.</summary>
internal sealed class KubernetesEndpoints(ApiCluster cluster, string node, string address, int port)
{
    private const string Scope = "kube-system";
    private const string Prefix = "apiserver-";
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(15);
    private static readonly ResourceType Slices = Catalogue.Of("endpointslices");

    public Task KeepAsync(CancellationToken stop) => Loop.RunAsync("endpoints of kubernetes", Pause, _ =>
    {
        Renew();
        Write();
        return Task.CompletedTask;
    }, stop);

    private void Renew()
    {
        Bootstrap.Ensure(cluster, "leases", Scope, new JsonObject { ["metadata"] = new JsonObject { ["name"] = Prefix + node }, ["spec"] = new JsonObject() });
        cluster.Objects.Modify(Catalogue.Of("leases"), Scope, Prefix + node, WriteOptions.Plain, live =>
        {
            // A machine that has replaced the master of this name serves at another address.
            live.Make("spec")["holderIdentity"] = address;
            live.Make("spec")["renewTime"] = cluster.World.Now.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ");
            return live;
        });
    }

    private void Write()
    {
        var serving = cluster.Objects.List("leases", Scope).Where(lease => lease.Name().StartsWith(Prefix, StringComparison.Ordinal) && NodeLeases.AreFresh(cluster, Scope, lease.Name(), Grace));
        var wanted = Json.Array(serving.Select(lease => lease.Text("spec", "holderIdentity")!).Order(StringComparer.Ordinal).Select(one => new JsonObject { ["addresses"] = new JsonArray(one), ["conditions"] = new JsonObject { ["ready"] = true } }));
        Bootstrap.Ensure(cluster, "endpointslices", "default", new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = "kubernetes", ["labels"] = new JsonObject { ["kubernetes.io/service-name"] = "kubernetes" } },
            ["addressType"] = "IPv4",
            ["endpoints"] = new JsonArray(),
            ["ports"] = new JsonArray(new JsonObject { ["name"] = "https", ["protocol"] = "TCP", ["port"] = port }),
        });
        if (!JsonNode.DeepEquals(cluster.Objects.Find(Slices, "default", "kubernetes")?["endpoints"], wanted))
            cluster.Objects.Modify(Slices, "default", "kubernetes", WriteOptions.Plain, slice =>
            {
                slice["endpoints"] = wanted.DeepClone();
                return slice;
            });
    }
}
