using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Masterplan.Activities.Pki;

namespace Masterplan.Activities.Clusters.Secrets;

/// <summary>The secrets of clusters by what they are for: each is made once, kept, and handed out again.</summary>
public sealed class ClusterSecrets(ISecretStore store, CertificateFactory factory)
{
    private static readonly Dictionary<CertificateAuthorityName, string> CommonNames = new()
    {
        [CertificateAuthorityName.Kubernetes] = "kubernetes",
        [CertificateAuthorityName.KubernetesEtcd] = "kubernetes-etcd-ca",
        [CertificateAuthorityName.FrontProxy] = "front-proxy-ca",
        [CertificateAuthorityName.InfraEtcd] = "infra-etcd-ca",
    };

    /// <summary>A certificate authority, made at first use.</summary>
    public IssuedCertificate Authority(string cluster, CertificateAuthorityName name) =>
        GetOrCreate($"clusters/{cluster}/authorities/{CommonNames[name]}", () => factory.CreateAuthority(CommonNames[name]));

    /// <summary>The key pair that signs service-account tokens, the same on all masters.</summary>
    public KeyPair ServiceAccountKeys(string cluster) => GetOrCreate($"clusters/{cluster}/service-account", factory.CreateKeyPair);

    /// <summary>The base64 key (32 bytes) that encrypts Kubernetes Secrets in etcd.</summary>
    public string EncryptionKey(string cluster) =>
        GetOrCreate($"clusters/{cluster}/encryption-key", () => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));

    /// <summary>The ed25519 key that opens the nodes' SSH.</summary>
    public SshKey SshKey(string cluster) => GetOrCreate($"clusters/{cluster}/ssh", () => Secrets.SshKey.Create($"masterplan@{cluster}"));

    /// <summary>The leaf certificates of a holder, by profile id; empty when none were issued yet.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="holder">A node's name, or "people".</param>
    public IReadOnlyDictionary<string, IssuedCertificate> Certificates(string cluster, string holder) =>
        store.Read(CertificatesOf(cluster, holder)) is { } bytes ? Deserialize<Dictionary<string, IssuedCertificate>>(bytes) : new Dictionary<string, IssuedCertificate>();

    public void SaveCertificates(string cluster, string holder, IReadOnlyDictionary<string, IssuedCertificate> certificates) =>
        store.Write(CertificatesOf(cluster, holder), JsonSerializer.SerializeToUtf8Bytes(certificates));

    /// <summary>Forgets the certificates of a holder that is no more.</summary>
    public void DeleteCertificates(string cluster, string holder) => store.DeleteAll(CertificatesOf(cluster, holder));

    /// <summary>Forgets everything of a cluster.</summary>
    public void DeleteAll(string cluster) => store.DeleteAll($"clusters/{cluster}");

    private static string CertificatesOf(string cluster, string holder) => $"clusters/{cluster}/certificates/{holder}";

    private T GetOrCreate<T>(string name, Func<T> create) => Deserialize<T>(store.ReadOrAdd(name, () => JsonSerializer.SerializeToUtf8Bytes(create())));

    private static T Deserialize<T>(byte[] bytes) =>
        JsonSerializer.Deserialize<T>(bytes) ?? throw new SecretException($"A secret holds '{Encoding.UTF8.GetString(bytes, 0, Math.Min(4, bytes.Length))}' where {typeof(T).Name} was expected.");
}
