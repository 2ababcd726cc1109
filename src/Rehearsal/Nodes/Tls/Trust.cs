using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Masterplan.Rehearsal.Nodes.Processes;

namespace Masterplan.Rehearsal.Nodes.Tls;

/// <summary>Certificate checks with the bytes that lie on the nodes, and refusals in the words of Go's TLS.</summary>
public static class Trust
{
    public const string ServerUsage = "1.3.6.1.5.5.7.3.1";
    public const string ClientUsage = "1.3.6.1.5.5.7.3.2";

    public static X509Certificate2Collection Pool(byte[] pem, string path)
    {
        var pool = new X509Certificate2Collection();
        try
        {
            pool.ImportFromPem(Encoding.UTF8.GetString(pem));
        }
        catch (CryptographicException)
        {
            pool.Clear();
        }

        return pool.Count > 0 ? pool : throw new RefusalException($"unable to load client CA provider: data does not contain any valid RSA or ECDSA certificates: {path}");
    }

    /// <summary>A certificate with its key, as a server or client loads it.</summary>
    public static X509Certificate2 Pair(FileView files, string certificatePath, string keyPath)
    {
        var certificate = Encoding.UTF8.GetString(files.Need(certificatePath));
        return Pair(certificate, files.NeedKey(keyPath));
    }

    public static X509Certificate2 Pair(string certificatePem, string keyPem)
    {
        try
        {
            return X509Certificate2.CreateFromPem(certificatePem, keyPem);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            throw new RefusalException(e.Message.Contains("match", StringComparison.OrdinalIgnoreCase)
                ? "tls: private key does not match public key"
                : $"tls: failed to find any PEM data in key or certificate input: {e.Message}");
        }
    }

    public static string? VerifyServer(X509Certificate2 server, X509Certificate2Collection roots, string host, DateTimeOffset now)
    {
        if (Verify(server, roots, ServerUsage, now) is { } fault)
            return $"tls: failed to verify certificate: {fault}";
        if (server.MatchesHostname(host.Trim('[', ']'), allowWildcards: true, allowCommonName: false))
            return null;
        var names = string.Join(", ", NamesOf(server));
        return $"tls: failed to verify certificate: x509: certificate is valid for {(names.Length == 0 ? "no names" : names)}, not {host}";
    }

    public static string? VerifyClient(X509Certificate2 client, X509Certificate2Collection roots, DateTimeOffset now) =>
        Verify(client, roots, ClientUsage, now) is { } fault ? $"remote error: tls: bad certificate ({fault})" : null;

    public static IEnumerable<string> NamesOf(X509Certificate2 certificate) =>
        certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>()
            .SelectMany(s => s.EnumerateDnsNames().Concat(s.EnumerateIPAddresses().Select(a => a.ToString())));

    private static string? Verify(X509Certificate2 certificate, X509Certificate2Collection roots, string usage, DateTimeOffset now)
    {
        if (now < certificate.NotBefore || now > certificate.NotAfter)
            return $"x509: certificate has expired or is not yet valid: current time {now:yyyy-MM-ddTHH:mm:ssZ} is {(now > certificate.NotAfter ? "after" : "before")} {(now > certificate.NotAfter ? certificate.NotAfter : certificate.NotBefore).ToUniversalTime():yyyy-MM-ddTHH:mm:ssZ}";
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(roots);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.VerificationTime = now.LocalDateTime;
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(usage));
        if (chain.Build(certificate))
            return null;
        return chain.ChainStatus.Any(s => s.Status.HasFlag(X509ChainStatusFlags.NotValidForUsage))
            ? "x509: certificate specifies an incompatible key usage"
            : "x509: certificate signed by unknown authority";
    }
}
