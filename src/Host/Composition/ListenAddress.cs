using System.Net;
using Masterplan.Activities.Clusters;

namespace Masterplan.Host.Composition;

/// <summary>Checks where the host is told to listen.</summary>
internal static class ListenAddress
{
    private const string Option = "The option --urls";

    /// <summary>Passwords and cookies cross no network unencrypted, unless someone says that they may.</summary>
    /// <param name="url">An http or https address.</param>
    /// <param name="hasCertificate">Whether there is a certificate to serve https with.</param>
    /// <param name="isInsecureAllowed">Whether http may leave the machine.</param>
    public static string Check(string url, bool hasCertificate, bool isInsecureAllowed)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
            throw new ConfigurationException(Option, "", $"'{url}' is not an http or https address, as http://127.0.0.1:5080.");
        if (uri.Scheme == "https" && !hasCertificate)
            throw new ConfigurationException(Option, "", $"'{url}' needs a certificate. Name its files with --certificate and --key.");
        if (uri.Scheme == "http" && !IsLoopback(uri) && !isInsecureAllowed)
            throw new ConfigurationException(
                Option, "", $"'{url}' is not a loopback address, and passwords would cross the network unencrypted. Use https with --certificate and --key, or loopback behind a proxy that speaks TLS, or say --insecure-http.");
        return url.TrimEnd('/');
    }

    private static bool IsLoopback(Uri uri) => uri.Host == "localhost" || IPAddress.TryParse(uri.Host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address);
}
