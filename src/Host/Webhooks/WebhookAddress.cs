using Masterplan.Activities.Clusters;
using Masterplan.Runtime.Activities.Http;
using Masterplan.Runtime.Hosting;

namespace Masterplan.Host.Webhooks;

/// <summary>Checks where a run is asked to tell how it went.</summary>
internal sealed class WebhookAddress(RuntimeOptions options)
{
    /// <summary>The name of the input, as it stands in paths.</summary>
    private const string Path = "webhook";
    private const int Longest = 2_000;

    /// <summary>Everything that is wrong with the address; nothing if none is given.</summary>
    public IReadOnlyList<ConfigurationFault> Faults(string text)
    {
        if (text.Length == 0)
            return [];
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || text.Length > Longest)
            return [new(Path, $"'{(text.Length > 100 ? text[..100] + "…" : text)}' is not an http or https address of at most {Longest:N0} characters, as https://example.org/hooks/clusters.")];
        var faults = new List<ConfigurationFault>();
        if (url.UserInfo.Length > 0)
            faults.Add(new(Path, $"The address at '{url.Host}' holds a user or a password, and whoever may see runs sees it. Leave them out."));
        try
        {
            new OutboundConnections(options.AllowLinkLocal).Check(url);
        }
        catch (ForbiddenAddressException forbidden)
        {
            faults.Add(new(Path, forbidden.Message));
        }

        return faults;
    }
}
