using System.Text.RegularExpressions;

namespace Masterplan.Runtime.Activities.Http;

/// <summary>Hides what headers and queries say under names that speak of secrets.</summary>
internal static partial class SecretNames
{
    private const string Hidden = "***";

    public static Dictionary<string, string> Hide(IEnumerable<KeyValuePair<string, string>> values) =>
        values.ToDictionary(pair => pair.Key, pair => Secret().IsMatch(pair.Key) ? Hidden : pair.Value);

    /// <summary>The address without user and password, and with the values of its query hidden.</summary>
    public static string Hide(Uri url)
    {
        if (!url.IsAbsoluteUri)
            return url.OriginalString.Split('?')[0];
        var shown = url.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);
        var names = url.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries).Select(part => $"{part.Split('=')[0]}={Hidden}").ToList();
        return names.Count == 0 ? shown : $"{shown}?{string.Join('&', names)}";
    }

    [GeneratedRegex("auth|cookie|key|token|secret|passw|signature|credential", RegexOptions.IgnoreCase)]
    private static partial Regex Secret();
}
