using System.Security.Claims;

namespace Masterplan.Host.Access;

/// <summary>Turns users and keys into principals and back.</summary>
internal static class Principals
{
    private const string Stamp = "stamp";

    public static ClaimsPrincipal Of(UserAccount user, string scheme) => Of(user.Name, user.Role, scheme, new Claim(Stamp, user.Stamp));

    public static ClaimsPrincipal Of(ApiKey key, string scheme) => Of($"key {key.Name}", key.Role, scheme);

    /// <summary>The user behind a cookie or token, if they are still known and their password is still the same.</summary>
    public static UserAccount? User(this ClaimsPrincipal principal, Accounts accounts) =>
        principal.FindFirstValue(Stamp) is { } stamp && accounts.Find(principal.Identity?.Name ?? "") is { } user && user.Stamp == stamp ? user : null;

    public static bool IsAtLeast(this ClaimsPrincipal principal, AccessRole role) =>
        Enum.TryParse<AccessRole>(principal.FindFirstValue(ClaimTypes.Role), out var own) && own >= role;

    public static bool HasStamp(this ClaimsPrincipal principal) => principal.HasClaim(claim => claim.Type == Stamp);

    private static ClaimsPrincipal Of(string name, AccessRole role, string scheme, params Claim[] more) =>
        new(new ClaimsIdentity([new Claim(ClaimTypes.Name, name), new Claim(ClaimTypes.Role, role.ToString()), .. more], scheme));
}
