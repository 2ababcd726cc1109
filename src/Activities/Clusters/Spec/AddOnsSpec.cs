using System.ComponentModel;

namespace Masterplan.Activities.Clusters.Spec;

public sealed record AddOnsSpec
{
    [Description("Cluster DNS.")]
    public bool CoreDns { get; init; } = true;

    [Description("Resource metrics for kubectl top and autoscaling.")]
    public bool MetricsServer { get; init; } = true;

    [Description("The ingress controller behind the workers' ports 80 and 443: nginx (F5 NGINX Ingress Controller) or none.")]
    public string Ingress { get; init; } = "nginx";
}
