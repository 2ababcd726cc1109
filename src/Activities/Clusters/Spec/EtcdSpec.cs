using System.ComponentModel;

namespace Masterplan.Activities.Clusters.Spec;

public sealed record EtcdSpec
{
    [Description("etcd version as v3.MINOR.PATCH, 3.6 or 3.7; 3.7 needs Kubernetes 1.37.")]
    public string Version { get; init; } = "v3.6.15";
}
