using Masterplan.Activities.Clusters.Spec;
using Masterplan.Activities.Etcd;
using Masterplan.Activities.Nodes.Files;
using Masterplan.Activities.Pki;
using Masterplan.Activities.Steps;

namespace Masterplan.Activities.Nodes;

/// <summary>Ways from a step to what shall lie on a node.</summary>
internal static class ClusterScopeExtensions
{
    /// <summary>The node's whole configuration.</summary>
    /// <param name="scope">The step.</param>
    /// <param name="name">The node.</param>
    /// <param name="version">The Kubernetes version; unset takes the one the node has, or the cluster's.</param>
    public static async Task<NodeConfiguration> ConfigurationAsync(this ClusterScope scope, string name, KubernetesVersion? version = null)
    {
        var node = scope.Plan.Node(name);
        var authorities = Enum.GetValues<CertificateAuthorityName>().ToDictionary(authority => authority, authority => scope.Secrets.Authority(scope.Cluster, authority).Certificate);
        var isMaster = node.Role == Clusters.Planning.NodeRole.Master;
        return NodeConfigurationRenderer.Render(new(
            scope.Plan,
            node,
            version ?? await scope.VersionAsync(name),
            await scope.AddressAsync(name),
            await scope.MasterAddressesAsync(),
            await scope.ElasticIpAsync(),
            authorities,
            scope.Secrets.Certificates(scope.Cluster, name),
            isMaster ? scope.Secrets.ServiceAccountKeys(scope.Cluster) : null,
            isMaster ? scope.Secrets.EncryptionKey(scope.Cluster) : null)
        {
            EtcdJoins = JoinEtcd.Joined(await scope.Registry.NodeAsync(scope.Cluster, name, scope.CancellationToken)),
        });
    }

    /// <summary>The Kubernetes version that a node was configured with, or the cluster's for a new one.</summary>
    public static async Task<KubernetesVersion> VersionAsync(this ClusterScope scope, string node)
    {
        var known = (await scope.Registry.NodeAsync(scope.Cluster, node, scope.CancellationToken)).Version
            ?? (await scope.Registry.FindAsync(scope.Cluster, scope.CancellationToken))!.Version;
        return KubernetesVersion.Parse(known);
    }
}
