namespace Masterplan.Activities.Pki;

/// <summary>What a leaf certificate says.</summary>
/// <param name="Id">Its name within the node or cluster, as in "apiserver".</param>
/// <param name="Authority">Who signs it.</param>
/// <param name="CommonName">Subject CN.</param>
/// <param name="Organization">Subject O; empty for none.</param>
/// <param name="Purposes">Extended key usages.</param>
/// <param name="DnsNames">DNS subject alternative names.</param>
/// <param name="Addresses">IP subject alternative names.</param>
public sealed record CertificateProfile(
    string Id,
    CertificateAuthorityName Authority,
    string CommonName,
    string Organization,
    KeyPurposes Purposes,
    IReadOnlyList<string> DnsNames,
    IReadOnlyList<string> Addresses)
{
    public static CertificateProfile ForClient(string id, CertificateAuthorityName authority, string commonName, string organization = "") =>
        new(id, authority, commonName, organization, KeyPurposes.Client, [], []);
}
