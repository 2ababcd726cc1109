using System.ComponentModel;

namespace Masterplan.Activities.Clusters.Spec;

public sealed record KubernetesSpec
{
    [Description("Kubernetes version as v1.MINOR.PATCH, 1.35 to 1.37.")]
    public string Version { get; init; } = "v1.36.5";

    [Description("The services' addresses; the first is the API server's, the tenth the cluster DNS's.")]
    public string ServiceCidr { get; init; } = "10.100.0.0/16";

    [Description("The cluster's DNS domain.")]
    public string ClusterDomain { get; init; } = "cluster.local";

    [Description("The API servers' port, on masters and on the elastic IP.")]
    public int ApiPort { get; init; } = 6443;

    [Description("A DNS name that points at the elastic IP, put into certificates and kubeconfigs; empty uses the address.")]
    public string EndpointName { get; init; } = "";
}
