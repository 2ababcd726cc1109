using Masterplan.Activities.Nodes.Files;
using Masterplan.Activities.Pki;

namespace Masterplan.Activities.Etcd;

/// <summary>One of the two etcd clusters of the masters. They share no port, no certificate and no data.</summary>
/// <param name="Id">"infra" or "kubernetes".</param>
/// <param name="ClientPort">Clients' port.</param>
/// <param name="PeerPort">Members' port.</param>
/// <param name="MetricsPort">Plain-text health and metrics on loopback.</param>
/// <param name="Pki">The folder with ca, server, peer and healthcheck-client on a master.</param>
/// <param name="DataFolder">The member's data.</param>
/// <param name="Authority">Who signs its certificates.</param>
public sealed record EtcdCluster(string Id, int ClientPort, int PeerPort, int MetricsPort, string Pki, string DataFolder, CertificateAuthorityName Authority)
{
    /// <summary>For flanneld and the reboot lock; a systemd unit.</summary>
    public static EtcdCluster Infra { get; } = new("infra", 2379, 2380, 2381, NodePaths.InfraEtcdPki, "/var/lib/infra-etcd", CertificateAuthorityName.InfraEtcd);

    /// <summary>For the API servers; a static pod.</summary>
    public static EtcdCluster Kubernetes { get; } = new("kubernetes", 12379, 12380, 12381, NodePaths.EtcdPki, "/var/lib/etcd", CertificateAuthorityName.KubernetesEtcd);

    public static IReadOnlyList<EtcdCluster> All { get; } = [Infra, Kubernetes];

    /// <summary>Where a snapshot lies on a master while it is carried away or back.</summary>
    public string SnapshotFile => $"{DataFolder}.snapshot";

    /// <summary>Where other members reach the one at an address.</summary>
    public string PeerUrl(string address) => $"https://{address}:{PeerPort}";

    /// <summary>The cluster of that id.</summary>
    public static EtcdCluster Parse(string id) => id switch
    {
        "infra" => Infra,
        "kubernetes" => Kubernetes,
        _ => throw new Clusters.ConfigurationException("The etcd cluster", "", $"'{id}' is neither 'infra' nor 'kubernetes'."),
    };
}
