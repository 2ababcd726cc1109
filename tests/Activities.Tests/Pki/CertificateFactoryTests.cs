using Masterplan.Activities.Pki;

namespace Masterplan.Activities.Tests.Pki;

public sealed class CertificateFactoryTests : IDisposable
{
    private readonly TestAuthorities pki = new();
    private readonly OpenSsl openSsl = new();

    public static TheoryData<int> Profiles => [.. Enumerable.Range(0, TestAuthorities.Profiles.Count)];

    [Theory]
    [MemberData(nameof(Profiles))]
    public async Task Openssl_verifies_each_leaf_for_its_purposes_and_refuses_the_others(int index)
    {
        var profile = TestAuthorities.Profiles[index];
        var leaf = pki.Issue(profile);
        var authority = pki.Authorities[profile.Authority].Certificate;
        foreach (var (purpose, flag) in new[] { ("sslserver", KeyPurposes.Server), ("sslclient", KeyPurposes.Client) })
        {
            var result = await openSsl.VerifyAsync(authority, leaf.Certificate, purpose, TestAuthorities.Start);
            result.Succeeded.ShouldBe(profile.Purposes.HasFlag(flag), $"{profile.Id} as {purpose}: {result.Output}");
        }
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public async Task Openssl_finds_each_name_and_address_and_no_other(int index)
    {
        var profile = TestAuthorities.Profiles[index];
        var leaf = pki.Issue(profile);
        foreach (var name in profile.DnsNames)
            (await VerifyAsync(profile, leaf, "-verify_hostname", name)).Succeeded.ShouldBeTrue($"{profile.Id} for {name}");
        foreach (var address in profile.Addresses)
            (await VerifyAsync(profile, leaf, "-verify_ip", address)).Succeeded.ShouldBeTrue($"{profile.Id} for {address}");
        (await VerifyAsync(profile, leaf, "-verify_hostname", "other.example.org")).Succeeded.ShouldBeFalse();
        (await VerifyAsync(profile, leaf, "-verify_ip", "203.0.113.99")).Succeeded.ShouldBeFalse();
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public async Task Each_leaf_is_refused_by_every_other_authority(int index)
    {
        var profile = TestAuthorities.Profiles[index];
        var leaf = pki.Issue(profile);
        var purpose = profile.Purposes.HasFlag(KeyPurposes.Client) ? "sslclient" : "sslserver";
        foreach (var (_, other) in pki.Authorities.Where(pair => pair.Key != profile.Authority))
            (await openSsl.VerifyAsync(other.Certificate, leaf.Certificate, purpose, TestAuthorities.Start)).Succeeded.ShouldBeFalse();
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public async Task Each_private_key_is_pkcs8_on_p256_and_belongs_to_its_certificate(int index)
    {
        var leaf = pki.Issue(TestAuthorities.Profiles[index]);
        leaf.PrivateKey.ShouldStartWith("-----BEGIN PRIVATE KEY-----\n");
        var (ofCertificate, ofKey) = await openSsl.PublicKeysAsync(leaf);
        ofKey.ShouldBe(ofCertificate);
        (await openSsl.TextAsync(leaf.Certificate)).ShouldContain("NIST CURVE: P-256");
    }

    [Theory]
    [InlineData("2026-11-22T11:54:59Z", false)]
    [InlineData("2026-11-22T11:55:00Z", true)]
    [InlineData("2027-11-22T11:54:59Z", true)]
    [InlineData("2027-11-22T11:55:01Z", false)]
    public async Task A_leaf_is_valid_from_five_minutes_ago_for_a_year(string time, bool valid)
    {
        var profile = TestAuthorities.Profiles[0];
        var at = DateTimeOffset.Parse(time);
        (await openSsl.VerifyAsync(pki.Authorities[profile.Authority].Certificate, pki.Issue(profile).Certificate, "sslclient", at, "-partial_chain")).Succeeded.ShouldBe(valid && at >= TestAuthorities.Start.AddMinutes(-5));
    }

    [Fact]
    public async Task An_authority_is_valid_for_ten_years_and_says_that_it_is_one()
    {
        var authority = pki.Authorities[CertificateAuthorityName.Kubernetes].Certificate;
        (await openSsl.DatesAsync(authority)).ShouldBe("notBefore=2026-11-22 11:55:00Z\nnotAfter=2036-11-19 11:55:00Z\n");
        var text = await openSsl.TextAsync(authority);
        text.ShouldContain("Basic Constraints: critical\n                CA:TRUE");
        text.ShouldContain("Key Usage: critical\n                Digital Signature, Certificate Sign, CRL Sign");
        text.ShouldContain("NIST CURVE: P-256");
        text.ShouldContain("Signature Algorithm: ecdsa-with-SHA256");
    }

    [Fact]
    public async Task A_leaf_says_that_it_is_no_authority()
    {
        var text = await openSsl.TextAsync(pki.Issue(TestAuthorities.Profiles[0]).Certificate);
        text.ShouldContain("Basic Constraints: critical\n                CA:FALSE");
        text.ShouldContain("Key Usage: critical\n                Digital Signature\n");
        text.ShouldContain("X509v3 Authority Key Identifier");
        text.ShouldContain("X509v3 Subject Key Identifier");
    }

    [Fact]
    public async Task A_leaf_cannot_sign_another()
    {
        var profile = TestAuthorities.Profiles[0];
        var leaf = pki.Issue(profile);
        var forged = pki.Factory.CreateLeaf(profile, leaf);
        (await openSsl.VerifyAsync(pki.Authorities[profile.Authority].Certificate + leaf.Certificate, forged.Certificate, "sslclient", TestAuthorities.Start)).Succeeded.ShouldBeFalse();
    }

    [Fact]
    public async Task Serial_numbers_are_positive_and_never_the_same()
    {
        var serials = new HashSet<string>();
        for (var count = 0; count < 20; count++)
        {
            var text = await openSsl.TextAsync(pki.Issue(TestAuthorities.Profiles[0]).Certificate);
            var serial = text.Split("Serial Number:")[1].Split("Signature")[0].Trim();
            serial.ShouldNotStartWith("(Negative)");
            serials.Add(serial).ShouldBeTrue();
        }
    }

    [Fact]
    public async Task A_service_account_key_pair_belongs_together()
    {
        var keys = pki.Factory.CreateKeyPair();
        keys.PublicKey.ShouldStartWith("-----BEGIN PUBLIC KEY-----\n");
        (await Tool.RunAsync("openssl", ["pkey", "-pubout"], keys.PrivateKey)).Output.ShouldBe(keys.PublicKey);
    }

    [Fact]
    public void Keys_stay_out_of_texts()
    {
        pki.Issue(TestAuthorities.Profiles[0]).ToString().ShouldBe("a certificate and its key");
        pki.Factory.CreateKeyPair().ToString().ShouldBe("a key pair");
        Masterplan.Activities.Clusters.Secrets.SshKey.Create("x").ToString().ShouldBe("an SSH key");
    }

    public void Dispose() => openSsl.Dispose();

    private Task<Tool.Result> VerifyAsync(CertificateProfile profile, IssuedCertificate leaf, string option, string value) => openSsl.VerifyAsync(
        pki.Authorities[profile.Authority].Certificate, leaf.Certificate, profile.Purposes.HasFlag(KeyPurposes.Server) ? "sslserver" : "sslclient", TestAuthorities.Start, option, value);
}
