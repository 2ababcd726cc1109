using k8s.Models;

namespace Masterplan.Host.Clusters;

/// <summary>What a cluster told of itself when it was looked at.</summary>
/// <param name="ApiServer">The API server that answered; null if none did.</param>
/// <param name="Nodes">The Node objects by name.</param>
/// <param name="Etcd">Both etcd clusters; empty where no master could be asked.</param>
internal sealed record ClusterLook(string? ApiServer, IReadOnlyDictionary<string, V1Node> Nodes, IReadOnlyList<EtcdView> Etcd)
{
    public static ClusterLook Nothing { get; } = new(null, new Dictionary<string, V1Node>(), []);
}
