using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.X509;

namespace Masterplan.Activities.Pki;

/// <summary>What a certificate says, read back.</summary>
public sealed record CertificateFacts
{
    private readonly X509Certificate certificate;

    private CertificateFacts(X509Certificate certificate) => this.certificate = certificate;

    public DateTimeOffset NotAfter => new(certificate.NotAfter.ToUniversalTime(), TimeSpan.Zero);

    public string CommonName => Value(certificate.SubjectDN, X509Name.CN);

    public string Organization => Value(certificate.SubjectDN, X509Name.O);

    /// <summary>The common name of who signed it.</summary>
    public string Issuer => Value(certificate.IssuerDN, X509Name.CN);

    public KeyPurposes Purposes => (certificate.GetExtendedKeyUsage() ?? []).Aggregate(KeyPurposes.None, (purposes, usage) => purposes | Purpose(usage));

    /// <summary>DNS names and addresses, sorted.</summary>
    public IReadOnlyList<string> AlternativeNames =>
        [.. (certificate.GetSubjectAlternativeNames() ?? []).Select(name => name[1]?.ToString() ?? "").Select(Normal).Order(StringComparer.Ordinal)];

    public static CertificateFacts Read(string pem) => new(Pem.ReadCertificate(pem));

    /// <summary>Whether it is what a profile asks for, signed by that authority.</summary>
    public bool Says(CertificateProfile profile, string authority)
    {
        var names = profile.DnsNames.Concat(profile.Addresses).Select(Normal).Order(StringComparer.Ordinal);
        return CommonName == profile.CommonName
            && Organization == profile.Organization
            && Purposes == profile.Purposes
            && AlternativeNames.SequenceEqual(names, StringComparer.Ordinal)
            && certificate.IssuerDN.Equivalent(Pem.ReadCertificate(authority).SubjectDN)
            && IsSignedBy(authority);
    }

    private bool IsSignedBy(string authority) => certificate.IsSignatureValid(Pem.ReadCertificate(authority).GetPublicKey());

    private static string Value(X509Name name, Org.BouncyCastle.Asn1.DerObjectIdentifier oid) => name.GetValueList(oid) is { Count: > 0 } values ? values[0] : "";

    private static KeyPurposes Purpose(Org.BouncyCastle.Asn1.DerObjectIdentifier usage) =>
        usage.Equals(KeyPurposeID.id_kp_serverAuth) ? KeyPurposes.Server
        : usage.Equals(KeyPurposeID.id_kp_clientAuth) ? KeyPurposes.Client
        : KeyPurposes.None;

    private static string Normal(string name) => System.Net.IPAddress.TryParse(name, out var address) ? address.ToString() : name;
}
