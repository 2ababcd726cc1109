using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Masterplan.Rehearsal.Kubernetes.Access;
using Masterplan.Rehearsal.Kubernetes.Api;
using Masterplan.Rehearsal.Nodes.Tls;

namespace Masterplan.Rehearsal.Kubernetes.Http;

/// <summary>A running API server: its cluster, its certificate, who it lets in.</summary>
public sealed class ApiServer(ApiCluster cluster, string machine, string version, X509Certificate2 certificate, Authenticator authenticator, bool authorizes, Func<bool> hasStorage)
{
    public ApiCluster Cluster => cluster;

    public string Machine => machine;

    /// <summary>As in "1.36.5".</summary>
    public string Version => version;

    public X509Certificate2 Certificate => certificate;

    public Authenticator Authenticator => authenticator;

    public AsymmetricAlgorithm? TokenSigner { get; init; }

    public string Issuer { get; init; } = "https://kubernetes.default.svc.cluster.local";

    public CancellationToken Stopping { get; init; }

    /// <summary>Whether its etcd answers; otherwise nearly every request fails.</summary>
    public bool HasStorage => hasStorage();

    public bool Allows(UserInfo user, AccessRequest request) => !authorizes || cluster.Rbac.Allows(user, request);

    /// <summary>A client's TLS handshake and authentication, as it sees them: its user, or why not.</summary>
    public (UserInfo? User, string? Fault) Greet(string host, X509Certificate2Collection roots, X509Certificate2? client)
    {
        if (Trust.VerifyServer(certificate, roots, host, cluster.World.Now) is { } fault)
            return (null, fault);
        if (client is null)
            return (null, "Unauthorized");
        var user = authenticator.FromCertificate(client, out _);
        return user is null ? (null, "Unauthorized") : (user, null);
    }
}
