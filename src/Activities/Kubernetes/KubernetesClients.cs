using System.Collections.Concurrent;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Masterplan.Activities.Clusters.Secrets;
using Masterplan.Activities.Pki;

namespace Masterplan.Activities.Kubernetes;

/// <summary>Keeps one client for each API server; a new certificate makes a new client.</summary>
public sealed class KubernetesClients(ClusterSecrets secrets) : IKubernetesClients, IDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<KubernetesApi>> clients = new(StringComparer.Ordinal);

    public KubernetesApi At(string cluster, string address, int port)
    {
        var authority = secrets.Authority(cluster, CertificateAuthorityName.Kubernetes).Certificate;
        if (!secrets.Certificates(cluster, CertificateHolders.People).TryGetValue(CertificateProfiles.SuperAdmin, out var certificate))
            throw new KubernetesException($"No certificate for the API servers of cluster '{cluster}' was issued yet. Run `masterplan bootstrap {cluster}`.", isTransient: false);
        var key = $"{cluster} {address}:{port} {authority.GetHashCode(StringComparison.Ordinal)} {certificate.Certificate.GetHashCode(StringComparison.Ordinal)}";
        return clients.GetOrAdd(key, _ => new(() => Create($"https://{address}:{port}", authority, certificate))).Value;
    }

    public void Dispose()
    {
        foreach (var client in clients.Values.Where(client => client.IsValueCreated))
            client.Value.Dispose();
    }

    private static KubernetesApi Create(string server, string authority, IssuedCertificate certificate)
    {
        var trusted = X509Certificate2.CreateFromPem(authority);
        var handler = new SocketsHttpHandler
        {
            ConnectTimeout = TimeSpan.FromSeconds(5),
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
            SslOptions = new()
            {
                ClientCertificates = [X509Certificate2.CreateFromPem(certificate.Certificate, certificate.PrivateKey)],
                RemoteCertificateValidationCallback = (_, presented, _, errors) => Trusts(trusted, presented, errors),
            },
        };
        return new(server, new HttpClient(handler) { BaseAddress = new(server), Timeout = TimeSpan.FromSeconds(60) });
    }

    private static bool Trusts(X509Certificate2 authority, X509Certificate? presented, SslPolicyErrors errors)
    {
        if (presented is null || errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
            return false;
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(authority);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return chain.Build(new X509Certificate2(presented));
    }
}
