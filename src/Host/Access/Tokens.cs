using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.Extensions.Options;

namespace Masterplan.Host.Access;

/// <summary>Makes bearer tokens: encrypted with the key ring, so that they tell nothing and cannot be made up.</summary>
internal sealed class Tokens(IOptionsMonitor<BearerTokenOptions> options, Accounts accounts, TimeProvider clock)
{
    public static readonly TimeSpan AccessLife = TimeSpan.FromHours(1);
    public static readonly TimeSpan RefreshLife = TimeSpan.FromDays(7);

    public (string Access, string Refresh) For(UserAccount user) =>
        (Own.BearerTokenProtector.Protect(Ticket(user, AccessLife)), Own.RefreshTokenProtector.Protect(Ticket(user, RefreshLife)));

    /// <summary>The user whom the refresh token was made for, if it still counts.</summary>
    public UserAccount? Refreshed(string token) =>
        Own.RefreshTokenProtector.Unprotect(token) is { Properties.ExpiresUtc: { } expires } ticket && clock.GetUtcNow() < expires ? ticket.Principal.User(accounts) : null;

    private BearerTokenOptions Own => options.Get(AccessSchemes.Bearer);

    private AuthenticationTicket Ticket(UserAccount user, TimeSpan life) =>
        new(Principals.Of(user, AccessSchemes.Bearer), new AuthenticationProperties { ExpiresUtc = clock.GetUtcNow() + life }, AccessSchemes.Bearer);
}
