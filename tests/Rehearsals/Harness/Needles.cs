using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Masterplan.Rehearsals.Harness;

/// <summary>The forms in which a secret could lie somewhere, as bytes to look for.</summary>
public static class Needles
{
    private const string PrivateKey = "PRIVATE KEY-----";

    /// <summary>The needles of a secret as it is stored: JSON with PEM keys in it, or a bare string.</summary>
    public static IReadOnlyList<byte[]> Of(string stored) => [.. Strings(JsonSerializer.Deserialize<JsonElement>(stored)).SelectMany(OfText).Select(text => Encoding.UTF8.GetBytes(text)), .. Strings(JsonSerializer.Deserialize<JsonElement>(stored)).SelectMany(Scalars)];

    private static IEnumerable<string> Strings(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => [element.GetString()!],
        JsonValueKind.Object => element.EnumerateObject().SelectMany(member => Strings(member.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Strings),
        _ => [],
    };

    private static IEnumerable<string> OfText(string text)
    {
        if (!text.Contains(PrivateKey, StringComparison.Ordinal))
            return IsBareKey(text) ? [text, Convert.ToHexStringLower(Convert.FromBase64String(text))] : [];
        var lines = text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)[1..^1];
        var body = string.Concat(lines);
        var hex = Convert.ToHexStringLower(Convert.FromBase64String(body));
        var wrapped = Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

        // The end of an EC key is its public half, which certificates show; the middle of an OpenSSH key holds the seed.
        var isEc = text.Contains("BEGIN PRIVATE KEY", StringComparison.Ordinal);
        var secret = isEc ? lines[..1] : lines[2..^1];
        return [.. secret, hex[..120], hex[..120].ToUpperInvariant(), wrapped[60..140]];
    }

    /// <summary>The private number itself.</summary>
    private static IEnumerable<byte[]> Scalars(string text)
    {
        if (!text.Contains("BEGIN PRIVATE KEY", StringComparison.Ordinal))
            return [];
        using var key = ECDsa.Create();
        key.ImportFromPem(text);
        var number = key.ExportParameters(includePrivateParameters: true).D!;
        return [number, Encoding.UTF8.GetBytes(Convert.ToHexStringLower(number)), Encoding.UTF8.GetBytes(Convert.ToBase64String(number))];
    }

    private static bool IsBareKey(string text)
    {
        Span<byte> bytes = stackalloc byte[64];
        return text.Length == 44 && Convert.TryFromBase64String(text, bytes, out var count) && count == 32;
    }
}
