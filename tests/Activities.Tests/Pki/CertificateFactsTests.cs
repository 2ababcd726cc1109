using Masterplan.Activities.Pki;

namespace Masterplan.Activities.Tests.Pki;

public sealed class CertificateFactsTests
{
    private static readonly CertificateProfile Profile = new("apiserver", CertificateAuthorityName.Kubernetes, "kube-apiserver", "system:masters", KeyPurposes.Server, ["b", "a"], ["192.0.2.1", "::1"]);
    private readonly TestAuthorities pki = new();

    [Fact]
    public void A_certificate_tells_what_it_was_issued_with()
    {
        var facts = CertificateFacts.Read(pki.Issue(Profile).Certificate);
        facts.CommonName.ShouldBe("kube-apiserver");
        facts.Organization.ShouldBe("system:masters");
        facts.AlternativeNames.ShouldBe(["192.0.2.1", "::1", "a", "b"]);
        facts.NotAfter.ShouldBe(TestAuthorities.Start.AddMinutes(-5).AddDays(365));
    }

    public static TheoryData<int> Profiles => [.. Enumerable.Range(0, TestAuthorities.Profiles.Count)];

    [Theory]
    [MemberData(nameof(Profiles))]
    public void Every_certificate_says_what_its_own_profile_asks_for(int index) =>
        Says(pki.Issue(TestAuthorities.Profiles[index]), TestAuthorities.Profiles[index]).ShouldBeTrue();

    [Fact]
    public void The_order_and_spelling_of_names_do_not_count() =>
        Says(pki.Issue(Profile), Profile with { DnsNames = ["a", "b"], Addresses = ["0:0:0:0:0:0:0:1", "192.0.2.1"] }).ShouldBeTrue();

    [Fact]
    public void Another_name_organization_or_purpose_is_told_apart()
    {
        var issued = pki.Issue(Profile);
        Says(issued, Profile with { CommonName = "other" }).ShouldBeFalse();
        Says(issued, Profile with { Organization = "" }).ShouldBeFalse();
        Says(issued, Profile with { DnsNames = ["a", "b", "c"] }).ShouldBeFalse();
        Says(issued, Profile with { DnsNames = ["a"] }).ShouldBeFalse();
        Says(issued, Profile with { Addresses = ["192.0.2.2", "::1"] }).ShouldBeFalse();
        Says(issued, Profile with { Purposes = KeyPurposes.Both }).ShouldBeFalse();
        Says(issued, Profile with { Purposes = KeyPurposes.Client }).ShouldBeFalse();
    }

    [Fact]
    public void A_certificate_of_another_authority_with_the_same_name_is_told_apart()
    {
        var issued = pki.Issue(Profile);
        var impostor = pki.Factory.CreateAuthority($"authority-{CertificateAuthorityName.Kubernetes}");
        CertificateFacts.Read(issued.Certificate).Says(Profile, impostor.Certificate).ShouldBeFalse();
    }

    private bool Says(IssuedCertificate issued, CertificateProfile profile) =>
        CertificateFacts.Read(issued.Certificate).Says(profile, pki.Authorities[profile.Authority].Certificate);
}
