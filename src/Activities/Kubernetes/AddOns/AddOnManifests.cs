using System.Text.Json.Nodes;
using Masterplan.Activities.Clusters;
using Masterplan.Activities.Clusters.Planning;

namespace Masterplan.Activities.Kubernetes.AddOns;

/// <summary>The objects that a cluster is given on top: pure functions of the plan.</summary>
public static class AddOnManifests
{
    public const string Access = "access";
    public const string CoreDns = "coredns";
    public const string MetricsServer = "metrics-server";
    public const string Ingress = "ingress";

    /// <summary>Every add-on, whether the spec wants it or not.</summary>
    public static IReadOnlyList<string> All { get; } = [Access, CoreDns, MetricsServer, Ingress];

    /// <summary>The objects of an add-on in the order in which they are applied; none where the spec does not want it.</summary>
    public static IReadOnlyList<JsonObject> Render(string name, ClusterPlan plan) =>
        IsWanted(name, plan) ? YamlObjects.Parse(Fill(Template(name), plan)) : [];

    private static bool IsWanted(string name, ClusterPlan plan) => name switch
    {
        Access => true,
        CoreDns => plan.Spec.AddOns.CoreDns,
        MetricsServer => plan.Spec.AddOns.MetricsServer,
        Ingress => plan.Spec.AddOns.Ingress == "nginx",
        _ => throw new ConfigurationException("The manifest", "manifest", $"'{name}' is not one of {string.Join(", ", All)}."),
    };

    private static string Template(string name)
    {
        using var stream = typeof(AddOnManifests).Assembly.GetManifestResourceStream($"AddOns/{name}.yaml")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private static string Fill(string template, ClusterPlan plan) => template
        .Replace("{{dnsAddress}}", ServiceNetwork.DnsAddress(plan.Spec.Kubernetes.ServiceCidr), StringComparison.Ordinal)
        .Replace("{{clusterDomain}}", plan.Spec.Kubernetes.ClusterDomain, StringComparison.Ordinal)
        .Replace("{{replicas}}", Math.Clamp(plan.Workers.Count, 1, 2).ToString(), StringComparison.Ordinal);
}
