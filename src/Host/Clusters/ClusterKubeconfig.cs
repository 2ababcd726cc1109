using Masterplan.Activities.Clusters;
using Masterplan.Activities.Clusters.Ledger;
using Masterplan.Activities.Clusters.Secrets;
using Masterplan.Activities.Kubernetes;
using Masterplan.Activities.Pki;

namespace Masterplan.Host.Clusters;

/// <summary>Makes the kubeconfig with which people administer a cluster.</summary>
internal sealed class ClusterKubeconfig(ClusterRegistry registry, ResourceLedger ledger, ClusterSecrets secrets)
{
    /// <exception cref="ConfigurationException">No such cluster is known, or it has no address or certificate yet.</exception>
    public async Task<string> RenderAsync(string cluster, CancellationToken cancellationToken)
    {
        var plan = await registry.PlanAsync(cluster, cancellationToken);
        var address = await ledger.FindAsync(cluster, ResourceKinds.ElasticIp, plan.ElasticIpDescription, cancellationToken);
        if (address?.Address is null || !secrets.Certificates(cluster, CertificateHolders.People).TryGetValue(CertificateProfiles.Admin, out var certificate))
            throw new ConfigurationException($"Cluster '{cluster}'", "", $"It has no address or certificate for people yet. Run `masterplan bootstrap {cluster}` to its end.");
        var host = plan.Spec.Kubernetes.EndpointName.Length > 0 ? plan.Spec.Kubernetes.EndpointName : address.Address;
        return Kubeconfig.Render(cluster, $"https://{host}:{plan.Spec.Kubernetes.ApiPort}", secrets.Authority(cluster, CertificateAuthorityName.Kubernetes).Certificate, "admin", certificate);
    }
}
