using System.Text.Json.Nodes;
using Masterplan.Rehearsal.Kubernetes.Api;
using Masterplan.Rehearsal.Kubernetes.Objects;
using Masterplan.Rehearsal.Kubernetes.Resources;

namespace Masterplan.Rehearsal.Kubernetes.Controllers;

/// <summary>The pods behind each service, in one slice: what kube-proxy reads.</summary>
public sealed class EndpointSlices(ApiCluster cluster)
{
    private static readonly ResourceType Type = Catalogue.Of("endpointslices");

    public void Reconcile()
    {
        foreach (var service in cluster.Objects.List("services").Where(s => s.Map("spec", "selector").Any() && s.Text("metadata", "deletionTimestamp") is null).ToList())
            Reconcile(service);
    }

    private void Reconcile(JsonObject service)
    {
        var pods = cluster.Objects.List("pods", service.Namespace())
            .Where(p => p.Text("status", "podIP") is not null && p.Text("metadata", "deletionTimestamp") is null && service.Map("spec", "selector").All(s => p.Text("metadata", "labels", s.Key) == s.Value))
            .OrderBy(p => p.Name(), StringComparer.Ordinal).ToList();
        var wanted = new JsonObject
        {
            ["endpoints"] = Json.Array(pods.Select(Endpoint)),
            ["ports"] = Json.Array(service.Items("spec", "ports").Select(p => new JsonObject { ["name"] = p.Text("name") ?? string.Empty, ["protocol"] = p.Text("protocol") ?? "TCP", ["port"] = p.Number("targetPort") ?? p.Number("port") })),
        };
        if (cluster.Objects.Find(Type, service.Namespace(), service.Name()) is null)
            cluster.Objects.Create(Type, service.Namespace(), New(service), WriteOptions.Plain);
        cluster.Objects.Modify(Type, service.Namespace(), service.Name(), WriteOptions.Plain, slice =>
        {
            foreach (var (member, value) in wanted)
                slice[member] = value?.DeepClone();
            return slice;
        });
    }

    private static JsonObject New(JsonObject service) => new()
    {
        ["metadata"] = new JsonObject
        {
            ["name"] = service.Name(),
            ["labels"] = new JsonObject { ["kubernetes.io/service-name"] = service.Name() },
            ["ownerReferences"] = new JsonArray(new JsonObject { ["apiVersion"] = "v1", ["kind"] = "Service", ["name"] = service.Name(), ["uid"] = service.Uid() }),
        },
        ["addressType"] = "IPv4",
    };

    private static JsonObject Endpoint(JsonObject pod) => new()
    {
        ["addresses"] = new JsonArray(pod.Text("status", "podIP")),
        ["conditions"] = new JsonObject { ["ready"] = Budgets.IsReady(pod) },
        ["nodeName"] = pod.Text("spec", "nodeName"),
        ["targetRef"] = new JsonObject { ["kind"] = "Pod", ["namespace"] = pod.Namespace(), ["name"] = pod.Name(), ["uid"] = pod.Uid() },
    };
}
