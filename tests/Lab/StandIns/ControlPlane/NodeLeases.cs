using Masterplan.Rehearsal.Kubernetes.Api;
using Masterplan.Rehearsal.Kubernetes.Objects;
using Masterplan.Rehearsal.Kubernetes.Resources;

namespace Masterplan.StandIns.ControlPlane;

/// <summary>Signs of life of kubelets: the leases that they renew.</summary>
internal sealed class NodeLeases(ApiCluster cluster)
{
    /// <summary>Two renewals may be missed.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(25);

    public bool AreFresh(string node) => AreFresh(cluster, "kube-node-lease", node, Grace);

    public static bool AreFresh(ApiCluster cluster, string scope, string name, TimeSpan grace) =>
        cluster.Objects.Find(Catalogue.Of("leases"), scope, name) is { } lease
        && DateTimeOffset.TryParse(lease.Text("spec", "renewTime"), out var renewed)
        && cluster.World.Now - renewed < grace;
}
