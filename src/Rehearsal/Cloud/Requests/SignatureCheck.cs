using System.Security.Cryptography;
using System.Text;
using Masterplan.Exoscale.Http;

namespace Masterplan.Rehearsal.Cloud.Requests;

/// <summary>Checks a request's signature. The expiry is one of the wall clock: in the future, by an hour at most.</summary>
internal sealed class SignatureCheck(string key, string secret, TimeProvider clock)
{
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    /// <param name="authorization">The header's value.</param>
    /// <param name="method">In capitals.</param>
    /// <param name="target">Path and query as on the wire.</param>
    /// <param name="body">As on the wire.</param>
    public bool Accepts(string? authorization, string method, string target, ReadOnlySpan<byte> body)
    {
        if (authorization is null || !authorization.StartsWith($"{RequestSignature.Scheme} ", StringComparison.Ordinal))
            return false;
        var fields = authorization[(RequestSignature.Scheme.Length + 1)..].Split(',')
            .Select(f => f.Split('=', 2))
            .Where(f => f.Length == 2)
            .ToLookup(f => f[0].Trim(), f => f[1]);
        if (fields["credential"].FirstOrDefault() != key || !long.TryParse(fields["expires"].FirstOrDefault(), out var expires) || !IsCurrent(expires))
            return false;
        var path = target.Split('?', 2);
        var named = fields["signed-query-args"].FirstOrDefault()?.Split(';') ?? [];
        var signed = RequestSignature.SignedParameters(path.Length > 1 ? path[1] : "");
        if (!named.SequenceEqual(signed.Select(p => p.Name)))
            return false;
        var expected = RequestSignature.Sign(secret, method, path[0], string.Concat(signed.Select(p => p.Value)), body, expires);
        return CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(expected), Encoding.ASCII.GetBytes(fields["signature"].FirstOrDefault() ?? ""));
    }

    private bool IsCurrent(long expires)
    {
        var now = clock.GetUtcNow();
        return expires > now.ToUnixTimeSeconds() && expires <= (now + Longest).ToUnixTimeSeconds();
    }
}
