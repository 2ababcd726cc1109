using Masterplan.Activities.Steps;

namespace Masterplan.Activities.Pki;

[Activity("Masterplan", "Certificates", "Issues the certificates that a node holds, or those of the administrators. One that is valid and says the right things is kept.", DisplayName = "Issue certificates")]
public sealed class IssueCertificate : ClusterActivity
{
    /// <summary>With less left, a certificate is issued anew where a workflow says nothing else.</summary>
    public static readonly TimeSpan UsualRenewBefore = TimeSpan.FromDays(30);

    [Input(DisplayName = "Node", Description = "The node; empty issues the administrators' certificates.")]
    public Input<string> Node { get; set; } = new("");

    [Input(DisplayName = "Renew before", Description = "A certificate that is valid for less than this is issued anew.", DefaultValue = "30.00:00:00")]
    public Input<TimeSpan> RenewBefore { get; set; } = new(UsualRenewBefore);

    protected override async Task<Progress> AttemptAsync(ClusterScope scope)
    {
        var node = scope.Context.Get(Node) ?? "";
        var holder = node.Length == 0 ? CertificateHolders.People : node;
        var profiles = node.Length == 0
            ? CertificateProfiles.ForCluster
            : CertificateProfiles.ForNode(scope.Plan, scope.Plan.Node(node), await scope.LaunchedAddressAsync(node), await scope.ElasticIpAsync());
        var factory = scope.Context.GetRequiredService<CertificateFactory>();
        var held = scope.Secrets.Certificates(scope.Cluster, holder);
        var renewBefore = scope.Context.Get(RenewBefore);
        var wanted = profiles.ToDictionary(profile => profile.Id, profile => Keep(profile) ?? factory.CreateLeaf(profile, Authority(scope, profile)), StringComparer.Ordinal);
        if (wanted.Any(pair => !held.TryGetValue(pair.Key, out var before) || before != pair.Value))
            scope.Secrets.SaveCertificates(scope.Cluster, holder, wanted);
        return Progress.Done;

        IssuedCertificate? Keep(CertificateProfile profile) =>
            held.TryGetValue(profile.Id, out var certificate) && CertificateFacts.Read(certificate.Certificate) is var facts && factory.Left(facts) > renewBefore && facts.Says(profile, Authority(scope, profile).Certificate)
                ? certificate
                : null;
    }

    private static IssuedCertificate Authority(ClusterScope scope, CertificateProfile profile) => scope.Secrets.Authority(scope.Cluster, profile.Authority);
}
