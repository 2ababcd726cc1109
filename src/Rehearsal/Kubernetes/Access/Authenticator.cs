using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Masterplan.Rehearsal.Nodes.Tls;

namespace Masterplan.Rehearsal.Kubernetes.Access;

/// <summary>Who a request comes from, by client certificate or bearer token.</summary>
public sealed class Authenticator(X509Certificate2Collection? clientRoots, IReadOnlyList<AsymmetricAlgorithm> tokenKeys, Func<string, bool> allowsAnonymous, TimeProvider clock)
{
    /// <summary>Null is 401.</summary>
    public UserInfo? Authenticate(X509Certificate2? certificate, string? authorization, string path)
    {
        if (certificate is not null && clientRoots is not null)
            return FromCertificate(certificate, out _);
        if (authorization is not null && authorization.StartsWith("Bearer ", StringComparison.Ordinal))
            return FromToken(authorization["Bearer ".Length..]);
        return allowsAnonymous(path) ? UserInfo.Anonymous : null;
    }

    public UserInfo? FromCertificate(X509Certificate2 certificate, out string? fault)
    {
        fault = clientRoots is null ? "no client CA" : Trust.VerifyClient(certificate, clientRoots, clock.GetUtcNow());
        if (fault is not null)
            return null;
        var groups = new List<string>();
        var name = string.Empty;
        foreach (var part in certificate.SubjectName.EnumerateRelativeDistinguishedNames().Where(p => !p.HasMultipleElements))
        {
            if (part.GetSingleElementType().Value == "2.5.4.3")
                name = part.GetSingleElementValue() ?? string.Empty;
            else if (part.GetSingleElementType().Value == "2.5.4.10")
                groups.Add(part.GetSingleElementValue() ?? string.Empty);
        }

        return new UserInfo(name, [.. groups, "system:authenticated"]);
    }

    public UserInfo? FromToken(string token)
    {
        var parts = token.Split('.');
        if (parts.Length != 3)
            return null;
        try
        {
            var signed = System.Text.Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}");
            if (!tokenKeys.Any(k => ServiceAccountTokens.Verify(k, signed, ServiceAccountTokens.Decode(parts[2]))))
                return null;
            using var claims = JsonDocument.Parse(ServiceAccountTokens.Decode(parts[1]));
            var subject = claims.RootElement.GetProperty("sub").GetString()!;
            if (claims.RootElement.TryGetProperty("exp", out var end) && DateTimeOffset.FromUnixTimeSeconds(end.GetInt64()) < clock.GetUtcNow())
                return null;
            return new UserInfo(subject, ["system:serviceaccounts", $"system:serviceaccounts:{subject.Split(':')[2]}", "system:authenticated"]);
        }
        catch (Exception e) when (e is FormatException or JsonException or KeyNotFoundException or CryptographicException or IndexOutOfRangeException)
        {
            return null;
        }
    }
}
