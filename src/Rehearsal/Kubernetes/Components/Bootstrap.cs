using System.Text.Json.Nodes;
using Masterplan.Rehearsal.Kubernetes.Access;
using Masterplan.Rehearsal.Kubernetes.Api;
using Masterplan.Rehearsal.Kubernetes.Objects;
using Masterplan.Rehearsal.Kubernetes.Resources;

namespace Masterplan.Rehearsal.Kubernetes.Components;

/// <summary>The objects that an API server makes when it finds them missing.</summary>
public static class Bootstrap
{
    public static void Ensure(ApiCluster cluster, string serviceRange)
    {
        cluster.Leaders.ServiceRange = serviceRange;
        foreach (var name in new[] { "default", "kube-system", "kube-public", "kube-node-lease" })
            Ensure(cluster, "namespaces", string.Empty, new JsonObject { ["metadata"] = new JsonObject { ["name"] = name } });
        foreach (var (plural, value) in BootstrapRoles.All())
            Ensure(cluster, plural, string.Empty, value);
        Priority("system-node-critical", 2000001000);
        Priority("system-cluster-critical", 2000000000);
        var octets = serviceRange.Split('/')[0].Split('.');
        Ensure(cluster, "services", "default", new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = "kubernetes", ["labels"] = new JsonObject { ["component"] = "apiserver", ["provider"] = "kubernetes" } },
            ["spec"] = new JsonObject
            {
                ["clusterIP"] = $"{octets[0]}.{octets[1]}.{octets[2]}.1",
                ["ports"] = new JsonArray(new JsonObject { ["name"] = "https", ["port"] = 443, ["targetPort"] = 6443, ["protocol"] = "TCP" }),
            },
        });

        void Priority(string name, int value) => Ensure(cluster, "priorityclasses", string.Empty, new JsonObject { ["metadata"] = new JsonObject { ["name"] = name }, ["value"] = value, ["globalDefault"] = false });
    }

    public static void Ensure(ApiCluster cluster, string plural, string scope, JsonObject value)
    {
        var type = Catalogue.Of(plural);
        try
        {
            if (cluster.Objects.Find(type, scope, value.Name()) is null)
                cluster.Objects.Create(type, scope, value, WriteOptions.Plain);
        }
        catch (ApiException e) when (e.Code == 409)
        {
            // Another API server of the cluster was quicker.
        }
    }
}
