using System.Text;
using Masterplan.Activities.Pki;

namespace Masterplan.Activities.Tests.Pki;

public sealed class CertificateProfilesTests
{
    [Fact]
    public void Every_certificate_of_a_cluster_is_as_in_the_golden_table()
    {
        var plan = TestPlans.Plan("kubernetes: {endpointName: api.example.org}");
        var text = new StringBuilder();
        Append(text, "people", CertificateProfiles.ForCluster);
        foreach (var node in new[] { plan.Masters[1], plan.Workers[0] })
            Append(text, node.Name, CertificateProfiles.ForNode(plan, node, TestPlans.Address(node), TestPlans.ElasticIp));
        text.ToString().ShouldBeGolden("certificates.txt");
    }

    [Theory]
    [InlineData("demo-master-1")]
    [InlineData("demo-worker-1")]
    public void Every_profile_has_an_id_of_its_own(string node)
    {
        var plan = TestPlans.Plan();
        CertificateProfiles.ForNode(plan, plan.Node(node), "192.0.2.1", TestPlans.ElasticIp).Select(profile => profile.Id).ShouldBeUnique();
    }

    private static void Append(StringBuilder text, string holder, IEnumerable<CertificateProfile> profiles)
    {
        text.Append($"{holder}\n");
        foreach (var profile in profiles)
        {
            var subject = profile.Organization.Length == 0 ? $"CN={profile.CommonName}" : $"O={profile.Organization}, CN={profile.CommonName}";
            text.Append($"  {profile.Id}: {subject}; {profile.Authority}; {profile.Purposes}");
            text.Append(profile.DnsNames.Count + profile.Addresses.Count == 0 ? "\n" : $"; {string.Join(' ', profile.DnsNames.Concat(profile.Addresses))}\n");
        }
    }
}
