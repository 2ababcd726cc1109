using System.Net;
using Masterplan.Activities.Clusters;

namespace Masterplan.Host.Composition;

/// <summary>Checks where the host is told to listen.</summary>
internal static class ListenAddress
{
    /// <summary>Only loopback: passwords and cookies cross no network unencrypted.</summary>
    public static string Check(string url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme != "http")
            throw new ConfigurationException("The option --urls", "", $"'{url}' is not an http address, as http://127.0.0.1:5080.");
        if (uri.Host != "localhost" && !(IPAddress.TryParse(uri.Host, out var address) && IPAddress.IsLoopback(address)))
            throw new ConfigurationException("The option --urls", "", $"'{url}' is not a loopback address, and passwords would cross the network unencrypted. Listen on loopback, behind a proxy that speaks TLS.");
        return url.TrimEnd('/');
    }
}
