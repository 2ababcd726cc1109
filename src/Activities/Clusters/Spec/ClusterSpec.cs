using System.ComponentModel;

namespace Masterplan.Activities.Clusters.Spec;

/// <summary>A cluster as a person writes it down. Every member has a default, so an empty file is a whole cluster.</summary>
public sealed record ClusterSpec
{
    [Description("The cluster's name: lower-case letters, digits and dashes, at most 40 characters. Nodes are called <name>-master-1, <name>-worker-1 and so on.")]
    public string Name { get; init; } = "";

    [Description("The Exoscale zone that holds all of the cluster.")]
    public string Zone { get; init; } = "ch-gva-2";

    [Description("The nodes that run the control plane and both etcd clusters.")]
    public NodePoolSpec Masters { get; init; } = new() { Count = 3, InstanceType = "standard.medium", DiskGib = 50 };

    [Description("The nodes that run workloads.")]
    public NodePoolSpec Workers { get; init; } = new() { Count = 3, InstanceType = "standard.large", DiskGib = 100 };

    [Description("Kubernetes itself.")]
    public KubernetesSpec Kubernetes { get; init; } = new();

    [Description("Both etcd clusters: infra-etcd and kubernetes-etcd.")]
    public EtcdSpec Etcd { get; init; } = new();

    [Description("The pod network.")]
    public NetworkSpec Network { get; init; } = new();

    [Description("The operating system of every node.")]
    public OperatingSystemSpec OperatingSystem { get; init; } = new();

    [Description("Who may reach the nodes and the API server.")]
    public AccessSpec Access { get; init; } = new();

    [Description("What is installed on top.")]
    public AddOnsSpec AddOns { get; init; } = new();

    [Description("Where nodes download binaries from.")]
    public ArtifactsSpec Artifacts { get; init; } = new();

    [Description("When nodes may be rebooted into a new version of their operating system.")]
    public MaintenanceSpec Maintenance { get; init; } = new();

    [Description("How often both etcd clusters are backed up.")]
    public BackupSpec Backup { get; init; } = new();
}
