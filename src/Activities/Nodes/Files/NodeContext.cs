using Masterplan.Activities.Clusters.Planning;
using Masterplan.Activities.Clusters.Spec;
using Masterplan.Activities.Etcd;
using Masterplan.Activities.Pki;

namespace Masterplan.Activities.Nodes.Files;

/// <summary>Everything that a node's files are rendered from.</summary>
/// <param name="Plan">The cluster.</param>
/// <param name="Node">The node.</param>
/// <param name="Version">The Kubernetes version that this node runs or shall run; during an upgrade it differs from node to node.</param>
/// <param name="Address">The node's public address.</param>
/// <param name="Masters">The masters' addresses by name, in order.</param>
/// <param name="ElasticIp">The elastic IP's address.</param>
/// <param name="Authorities">The authorities' certificates (no keys), PEM.</param>
/// <param name="Certificates">The node's own certificates by profile id.</param>
/// <param name="ServiceAccountKeys">Masters only.</param>
/// <param name="EncryptionKey">Masters only; base64.</param>
public sealed record NodeContext(
    ClusterPlan Plan,
    PlannedNode Node,
    KubernetesVersion Version,
    string Address,
    IReadOnlyList<KeyValuePair<string, string>> Masters,
    string ElasticIp,
    IReadOnlyDictionary<CertificateAuthorityName, string> Authorities,
    IReadOnlyDictionary<string, IssuedCertificate> Certificates,
    KeyPair? ServiceAccountKeys,
    string? EncryptionKey)
{
    public ClusterSpec Spec => Plan.Spec;

    /// <summary>The members that the node found when it joined an etcd cluster in the place of a lost master, by the cluster's id; none of a cluster that it began with.</summary>
    public IReadOnlyDictionary<string, string> EtcdJoins { get; init; } = new Dictionary<string, string>();

    public bool IsMaster => Node.Role == NodeRole.Master;

    /// <summary>The API server that the node's own components use: on a master its own, on a worker the node's haproxy.</summary>
    public string LocalApiServer => $"https://127.0.0.1:{Spec.Kubernetes.ApiPort}";

    /// <summary>The API server that people use.</summary>
    public string PublicApiServer => $"https://{(Spec.Kubernetes.EndpointName.Length > 0 ? Spec.Kubernetes.EndpointName : ElasticIp)}:{Spec.Kubernetes.ApiPort}";

    /// <summary>Members of an etcd cluster as name=https://address:port, for --initial-cluster.</summary>
    public string InitialCluster(EtcdCluster cluster) => EtcdJoins.GetValueOrDefault(cluster.Id) ?? string.Join(',', Masters.Select(master => $"{master.Key}={cluster.PeerUrl(master.Value)}"));

    /// <summary>Client addresses of an etcd cluster, comma-separated.</summary>
    public string EtcdEndpoints(int clientPort) => string.Join(',', Masters.Select(master => $"https://{master.Value}:{clientPort}"));
}
