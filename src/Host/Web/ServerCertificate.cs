using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Masterplan.Activities.Clusters;

namespace Masterplan.Host.Web;

/// <summary>The certificate that https is served with, and those that lead from it to its authority.</summary>
internal sealed record ServerCertificate(X509Certificate2 Leaf, X509Certificate2Collection Chain)
{
    /// <summary>Reads PEM files; null if none are named.</summary>
    /// <exception cref="ConfigurationException">A file is missing, is none of PEM, or the two do not belong together.</exception>
    public static ServerCertificate? Read(FileInfo? certificate, FileInfo? key, TimeProvider clock)
    {
        if (certificate is null && key is null)
            return null;
        if (certificate is null || key is null)
            throw new ConfigurationException("The options --certificate and --key", "", "They belong together; one of them is missing.");
        foreach (var file in new[] { certificate, key }.Where(file => !file.Exists))
            throw new ConfigurationException("The options --certificate and --key", "", $"There is no file '{file.FullName}'.");
        try
        {
            var leaf = X509Certificate2.CreateFromPemFile(certificate.FullName, key.FullName);
            if (leaf.NotAfter.ToUniversalTime() < clock.GetUtcNow())
                throw new ConfigurationException("The option --certificate", "", $"The certificate in '{certificate.FullName}' ended on {leaf.NotAfter:yyyy-MM-dd}.");
            var chain = new X509Certificate2Collection();
            chain.ImportFromPemFile(certificate.FullName);
            return new(leaf, chain);
        }
        catch (CryptographicException exception)
        {
            throw new ConfigurationException("The options --certificate and --key", "", $"'{certificate.FullName}' and '{key.FullName}' are no certificate with its key in PEM: {exception.Message}");
        }
    }
}
