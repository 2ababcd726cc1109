using System.Security.Cryptography;
using System.Text;

namespace Masterplan.Exoscale.Http;

/// <summary>
/// EXO2-HMAC-SHA256: the value of the Authorization header (community.exoscale.com, egoscale v3 <c>api.go</c>).
/// Five segments are signed: method and path as on the wire, body, values of the signed query parameters, no headers, expiry.
/// </summary>
public static class RequestSignature
{
    public const string Scheme = "EXO2-HMAC-SHA256";

    /// <summary>The header's value for a request.</summary>
    /// <param name="key">The API key.</param>
    /// <param name="secret">The API secret, used as text.</param>
    /// <param name="method">The method in capitals.</param>
    /// <param name="uri">The address with path and query as they are sent.</param>
    /// <param name="body">The body, byte for byte; empty when there is none.</param>
    /// <param name="expires">When the signature stops being valid, in UNIX seconds.</param>
    public static string Authorization(string key, string secret, string method, Uri uri, ReadOnlySpan<byte> body, long expires)
    {
        var query = SignedParameters(uri.Query);
        var names = query.Count == 0 ? "" : $",signed-query-args={string.Join(';', query.Select(p => p.Name))}";
        var signature = Sign(secret, method, uri.AbsolutePath, string.Concat(query.Select(p => p.Value)), body, expires);
        return $"{Scheme} credential={key}{names},expires={expires},signature={signature}";
    }

    /// <summary>The signature alone.</summary>
    /// <param name="secret">The API secret, used as text.</param>
    /// <param name="method">The method in capitals.</param>
    /// <param name="path">The path as on the wire.</param>
    /// <param name="queryValues">The decoded values of the signed query parameters in the order of their names, one after another.</param>
    /// <param name="body">The body, byte for byte.</param>
    /// <param name="expires">UNIX seconds.</param>
    public static string Sign(string secret, string method, string path, string queryValues, ReadOnlySpan<byte> body, long expires)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret));
        hmac.AppendData(Encoding.UTF8.GetBytes($"{method} {path}\n"));
        hmac.AppendData(body);
        hmac.AppendData(Encoding.UTF8.GetBytes($"\n{queryValues}\n\n{expires}"));
        return Convert.ToBase64String(hmac.GetHashAndReset());
    }

    /// <summary>The parameters of a query that are signed, decoded and in the order of their names: those that have exactly one value.</summary>
    /// <param name="query">The query as on the wire, with or without the question mark.</param>
    public static IReadOnlyList<(string Name, string Value)> SignedParameters(string query) =>
    [
        .. query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Select(p => p.Split('=', 2))
            .Select(p => (Name: Decode(p[0]), Value: p.Length > 1 ? Decode(p[1]) : ""))
            .GroupBy(p => p.Name, StringComparer.Ordinal)
            .Where(g => g.Count() == 1)
            .Select(g => g.Single())
            .OrderBy(p => p.Name, StringComparer.Ordinal),
    ];

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
