using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Masterplan.Rehearsal.Tests.Nodes;

/// <summary>Small certificates for the tests: one authority, and leaves of it.</summary>
public sealed class TestPki
{
    private readonly X509Certificate2 authority;

    public TestPki(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign | X509KeyUsageFlags.DigitalSignature, true));
        authority = request.CreateSelfSigned(DateTimeOffset.UnixEpoch.AddYears(50), DateTimeOffset.UnixEpoch.AddYears(100));
        CaKey = key.ExportPkcs8PrivateKeyPem();
    }

    public string Ca => authority.ExportCertificatePem();

    public string CaKey { get; }

    public (string Certificate, string Key) Issue(string name, string[] organisations, string[] names, bool server = true, bool client = true, DateTimeOffset? until = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var subject = new X500DistinguishedNameBuilder();
        foreach (var organisation in organisations)
            subject.AddOrganizationName(organisation);
        subject.AddCommonName(name);
        var request = new CertificateRequest(subject.Build(), key, HashAlgorithmName.SHA256);
        var usages = new OidCollection();
        if (server)
            usages.Add(new Oid("1.3.6.1.5.5.7.3.1"));
        if (client)
            usages.Add(new Oid("1.3.6.1.5.5.7.3.2"));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(usages, false));
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        if (names.Length > 0)
        {
            var alternatives = new SubjectAlternativeNameBuilder();
            foreach (var alternative in names)
            {
                if (IPAddress.TryParse(alternative, out var address))
                    alternatives.AddIpAddress(address);
                else
                    alternatives.AddDnsName(alternative);
            }

            request.CertificateExtensions.Add(alternatives.Build());
        }

        using var signer = ECDsa.Create();
        signer.ImportFromPem(CaKey);
        using var leaf = request.Create(authority.SubjectName, X509SignatureGenerator.CreateForECDsa(signer), DateTimeOffset.UnixEpoch.AddYears(51), until ?? DateTimeOffset.UnixEpoch.AddYears(99), RandomNumberGenerator.GetBytes(12));
        return (leaf.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
    }

    public static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    public string Kubeconfig(string server, string name, params string[] organisations)
    {
        var (certificate, key) = Issue(name, organisations, [], server: false);
        return $$"""
            apiVersion: v1
            kind: Config
            clusters:
            - name: test
              cluster: {server: "{{server}}", certificate-authority-data: {{Base64(Ca)}}}
            users:
            - name: test
              user: {client-certificate-data: {{Base64(certificate)}}, client-key-data: {{Base64(key)}}}
            contexts:
            - name: test
              context: {cluster: test, user: test}
            current-context: test
            """;
    }
}
