using Masterplan.Activities.Clusters.Ledger;
using Masterplan.Activities.Clusters.Spec;

namespace Masterplan.Activities.Clusters.Planning;

/// <summary>What a spec means, name by name: a pure function of the spec.</summary>
public sealed class ClusterPlan
{
    /// <summary>Exoscale places at most this many instances by one anti-affinity group (its documentation).</summary>
    public const int InstancesPerAntiAffinityGroup = 8;

    public ClusterPlan(ClusterSpec spec)
    {
        Spec = spec;
        Masters = Nodes(NodeRole.Master, spec.Masters);
        Workers = Nodes(NodeRole.Worker, spec.Workers);
        Groups = SecurityGroups.Plan(this);
    }

    public ClusterSpec Spec { get; }

    public string Name => Spec.Name;

    public IReadOnlyList<PlannedNode> Masters { get; }

    public IReadOnlyList<PlannedNode> Workers { get; }

    public IEnumerable<PlannedNode> AllNodes => Masters.Concat(Workers);

    public IReadOnlyList<PlannedGroup> Groups { get; }

    public IReadOnlyList<string> AntiAffinityGroups => [.. AllNodes.Select(node => node.AntiAffinityGroup).Distinct(StringComparer.Ordinal)];

    public string SshKeyName => $"{Name}-masterplan";

    public string ElasticIpDescription => $"{Name}: Kubernetes API";

    public string TemplateName => $"Flatcar Container Linux {Spec.OperatingSystem.Version}";

    public string ImageUrl => Spec.OperatingSystem.ImageUrl.Length > 0
        ? Spec.OperatingSystem.ImageUrl
        : $"https://flatcar.cdn.cncf.io/stable/amd64-usr/{Spec.OperatingSystem.Version}/flatcar_production_exoscale_image.qcow2";

    /// <summary>All that the cluster holds in the cloud, as <see cref="ResourceKinds"/> and the ledger call it.</summary>
    public IEnumerable<(string Kind, string Name)> Resources =>
    [
        (ResourceKinds.Template, TemplateName),
        (ResourceKinds.SshKey, SshKeyName),
        (ResourceKinds.ElasticIp, ElasticIpDescription),
        .. Groups.Select(group => (ResourceKinds.SecurityGroup, group.Name)),
        .. AntiAffinityGroups.Select(group => (ResourceKinds.AntiAffinityGroup, group)),
        .. AllNodes.Select(node => (ResourceKinds.Instance, node.Name)),
    ];

    /// <summary>The node of that name.</summary>
    /// <exception cref="ConfigurationException">The plan has none.</exception>
    public PlannedNode Node(string name) =>
        AllNodes.FirstOrDefault(node => node.Name == name)
        ?? throw new ConfigurationException($"Node '{name}'", "", $"The plan of cluster '{Name}' has no such node; it has {Masters.Count} masters and {Workers.Count} workers.");

    public static string GroupName(string cluster, NodeRole role) => $"{cluster}-{Word(role)}";

    public static string Word(NodeRole role) => role == NodeRole.Master ? "master" : "worker";

    private List<PlannedNode> Nodes(NodeRole role, NodePoolSpec pool) =>
        [.. Enumerable.Range(1, pool.Count).Select(number => new PlannedNode($"{Name}-{Word(role)}-{number}", role, number, pool, AntiAffinityGroup(role, number)))];

    private string AntiAffinityGroup(NodeRole role, int number) => $"{Name}-{Word(role)}-{1 + ((number - 1) / InstancesPerAntiAffinityGroup)}";
}
