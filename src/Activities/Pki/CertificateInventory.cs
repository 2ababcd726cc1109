using Masterplan.Activities.Clusters.Planning;
using Masterplan.Activities.Clusters.Secrets;

namespace Masterplan.Activities.Pki;

/// <summary>The leaf certificates that were issued for clusters.</summary>
public sealed class CertificateInventory(ClusterSecrets secrets, CertificateFactory factory)
{
    /// <summary>Those of a cluster's nodes and administrators, the first to end first.</summary>
    public IReadOnlyList<HeldCertificate> List(ClusterPlan plan) =>
    [
        .. from holder in plan.AllNodes.Select(node => node.Name).Append(CertificateHolders.People)
           from held in secrets.Certificates(plan.Name, holder)
           let facts = CertificateFacts.Read(held.Value.Certificate)
           orderby facts.NotAfter
           select new HeldCertificate(holder, held.Key, facts.CommonName, facts.Issuer, facts.NotAfter, factory.Left(facts)),
    ];

    /// <summary>How long the one that ends first is still valid; null before any was issued.</summary>
    public TimeSpan? Shortest(ClusterPlan plan) => List(plan) is [var first, ..] ? first.Left : null;
}
