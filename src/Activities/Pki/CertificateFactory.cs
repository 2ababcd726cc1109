using System.Net;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Sec;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Operators;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.X509;
using Org.BouncyCastle.X509.Extension;

namespace Masterplan.Activities.Pki;

/// <summary>
/// Makes keys and certificates: ECDSA P-256 throughout, authorities for ten years, leaves for one, valid from five minutes ago
/// (kubeadm's rules), 127-bit random serial numbers, subject and authority key identifiers.
/// </summary>
public sealed class CertificateFactory(TimeProvider clock)
{
    public static readonly TimeSpan AuthorityLifetime = TimeSpan.FromDays(3650);
    public static readonly TimeSpan LeafLifetime = TimeSpan.FromDays(365);
    private static readonly TimeSpan Backdating = TimeSpan.FromMinutes(5);
    private readonly SecureRandom random = new();

    /// <summary>Makes a self-signed authority.</summary>
    public IssuedCertificate CreateAuthority(string commonName)
    {
        var keys = CreateKeys();
        var generator = Begin(Name(commonName, ""), Name(commonName, ""), keys.Public, keys.Public, AuthorityLifetime);
        generator.AddExtension(X509Extensions.BasicConstraints, critical: true, new BasicConstraints(cA: true));
        generator.AddExtension(X509Extensions.KeyUsage, critical: true, new KeyUsage(KeyUsage.DigitalSignature | KeyUsage.KeyCertSign | KeyUsage.CrlSign));
        return Finish(generator, keys.Private, keys.Private);
    }

    /// <summary>Makes a leaf signed by an authority.</summary>
    public IssuedCertificate CreateLeaf(CertificateProfile profile, IssuedCertificate authority)
    {
        var issuer = Pem.ReadCertificate(authority.Certificate);
        var keys = CreateKeys();
        var generator = Begin(issuer.SubjectDN, Name(profile.CommonName, profile.Organization), keys.Public, issuer.GetPublicKey(), LeafLifetime);
        generator.AddExtension(X509Extensions.BasicConstraints, critical: true, new BasicConstraints(cA: false));
        generator.AddExtension(X509Extensions.KeyUsage, critical: true, new KeyUsage(KeyUsage.DigitalSignature));
        generator.AddExtension(X509Extensions.ExtendedKeyUsage, critical: false, new ExtendedKeyUsage([.. Usages(profile.Purposes)]));
        if (profile.DnsNames.Count + profile.Addresses.Count > 0)
            generator.AddExtension(X509Extensions.SubjectAlternativeName, critical: false, AlternativeNames(profile));
        return Finish(generator, keys.Private, Pem.ReadPrivateKey(authority.PrivateKey));
    }

    /// <summary>How long a certificate is still valid, by the clock that it was issued by.</summary>
    public TimeSpan Left(CertificateFacts facts) => facts.NotAfter - clock.GetUtcNow();

    /// <summary>Makes a bare key pair, for signing service-account tokens.</summary>
    public KeyPair CreateKeyPair()
    {
        var keys = CreateKeys();
        return new(Pem.Write(keys.Public), Pem.Write(keys.Private));
    }

    private X509V3CertificateGenerator Begin(X509Name issuer, X509Name subject, AsymmetricKeyParameter key, AsymmetricKeyParameter issuerKey, TimeSpan lifetime)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var generator = new X509V3CertificateGenerator();
        generator.SetSerialNumber(new BigInteger(127, random).SetBit(126));
        generator.SetIssuerDN(issuer);
        generator.SetSubjectDN(subject);
        generator.SetNotBefore(now - Backdating);
        generator.SetNotAfter(now - Backdating + lifetime);
        generator.SetPublicKey(key);
        generator.AddExtension(X509Extensions.SubjectKeyIdentifier, critical: false, X509ExtensionUtilities.CreateSubjectKeyIdentifier(key));
        generator.AddExtension(X509Extensions.AuthorityKeyIdentifier, critical: false, X509ExtensionUtilities.CreateAuthorityKeyIdentifier(issuerKey));
        return generator;
    }

    private IssuedCertificate Finish(X509V3CertificateGenerator generator, AsymmetricKeyParameter key, AsymmetricKeyParameter signingKey) =>
        new(Pem.Write(generator.Generate(new Asn1SignatureFactory("SHA256WITHECDSA", signingKey, random))), Pem.Write(key));

    private AsymmetricCipherKeyPair CreateKeys()
    {
        var generator = new ECKeyPairGenerator();
        generator.Init(new ECKeyGenerationParameters(SecObjectIdentifiers.SecP256r1, random));
        return generator.GenerateKeyPair();
    }

    private static X509Name Name(string commonName, string organization) => organization.Length == 0
        ? new X509Name([X509Name.CN], [commonName])
        : new X509Name([X509Name.O, X509Name.CN], [organization, commonName]);

    private static IEnumerable<KeyPurposeID> Usages(KeyPurposes purposes)
    {
        if (purposes.HasFlag(KeyPurposes.Server))
            yield return KeyPurposeID.id_kp_serverAuth;
        if (purposes.HasFlag(KeyPurposes.Client))
            yield return KeyPurposeID.id_kp_clientAuth;
    }

    private static GeneralNames AlternativeNames(CertificateProfile profile) => new(
    [
        .. profile.DnsNames.Select(name => new GeneralName(GeneralName.DnsName, name)),
        .. profile.Addresses.Select(address => new GeneralName(GeneralName.IPAddress, new DerOctetString(IPAddress.Parse(address).GetAddressBytes()))),
    ]);
}
