using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using Masterplan.Rehearsal.Cloud.Requests;

namespace Masterplan.Rehearsal.Cloud.Resources;

/// <summary>
/// Checks user data: its size and encoding as the API does, and that there is no secret in it, as only a rehearsal does. Looks into files
/// of an Ignition config too, which are data URLs: percent-encoded, base64, gzip.
/// </summary>
internal sealed partial class UserDataCheck(string apiSecret)
{
    private const int MaxLength = 32768;
    private readonly string[] secrets = ["PRIVATE KEY", "client-key-data", apiSecret];

    internal void Check(string encoded)
    {
        if (encoded.Length > MaxLength)
            throw Refusal.Bad($"user-data is longer than {MaxLength} characters");
        foreach (var text in Texts(Decode(encoded)))
        {
            var found = secrets.FirstOrDefault(s => text.Contains(s, StringComparison.Ordinal));
            if (found is null)
                continue;
            var what = found == apiSecret ? "the API secret" : $"'{found}'";
            throw Refusal.Bad($"This rehearsal refuses user data with a secret in it, which any process on the instance could read: found {what}");
        }
    }

    internal static string Decode(string encoded)
    {
        var bytes = new byte[encoded.Length];
        return Convert.TryFromBase64String(encoded, bytes, out var length) ? Encoding.UTF8.GetString(bytes, 0, length) : throw Refusal.Bad("user-data is not base64");
    }

    private static IEnumerable<string> Texts(string text)
    {
        yield return text;
        yield return Uri.UnescapeDataString(text);
        foreach (Match match in Base64Pattern().Matches(Uri.UnescapeDataString(text)))
            yield return Unpack(match.Groups[1].Value);
    }

    private static string Unpack(string base64)
    {
        var bytes = new byte[base64.Length];
        if (!Convert.TryFromBase64String(base64, bytes, out var length))
            return "";
        if (length < 2 || bytes[0] != 0x1f || bytes[1] != 0x8b)
            return Encoding.UTF8.GetString(bytes, 0, length);
        try
        {
            using var gzip = new GZipStream(new MemoryStream(bytes, 0, length), CompressionMode.Decompress);
            using var reader = new StreamReader(gzip);
            return reader.ReadToEnd();
        }
        catch (InvalidDataException)
        {
            return "";
        }
    }

    [GeneratedRegex("base64,([A-Za-z0-9+/=]+)")]
    private static partial Regex Base64Pattern();
}
