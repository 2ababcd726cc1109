using Masterplan.Activities.Clusters.Planning;
using Masterplan.Activities.Pki;
using Microsoft.Extensions.Time.Testing;

namespace Masterplan.Activities.Tests.Pki;

/// <summary>The four authorities of a cluster, made at a fixed time.</summary>
internal sealed class TestAuthorities
{
    public static readonly DateTimeOffset Start = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    public TestAuthorities()
    {
        Factory = new(Clock);
        Authorities = Enum.GetValues<CertificateAuthorityName>().ToDictionary(name => name, name => Factory.CreateAuthority($"authority-{name}"));
    }

    public FakeTimeProvider Clock { get; } = new(Start);

    public CertificateFactory Factory { get; }

    public IReadOnlyDictionary<CertificateAuthorityName, IssuedCertificate> Authorities { get; }

    /// <summary>Every profile of a cluster: people's, a master's and a worker's.</summary>
    public static IReadOnlyList<CertificateProfile> Profiles { get; } = All(TestPlans.Plan("kubernetes: {endpointName: api.example.org}"));

    public IssuedCertificate Issue(CertificateProfile profile) => Factory.CreateLeaf(profile, Authorities[profile.Authority]);

    private static List<CertificateProfile> All(ClusterPlan plan) =>
    [
        .. CertificateProfiles.ForCluster,
        .. new[] { plan.Masters[0], plan.Workers[0] }.SelectMany(node => CertificateProfiles.ForNode(plan, node, TestPlans.Address(node), TestPlans.ElasticIp)),
    ];
}
