using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;

namespace Masterplan.Host.Access;

/// <summary>Lets a cookie or token count only as long as its user does, with the role that they have now.</summary>
internal sealed class CurrentUsers(Accounts accounts) : IClaimsTransformation
{
    public Task<ClaimsPrincipal> TransformAsync(ClaimsPrincipal principal)
    {
        if (!principal.HasStamp())
            return Task.FromResult(principal);
        return Task.FromResult(principal.User(accounts) is { } user ? Principals.Of(user, principal.Identity!.AuthenticationType!) : new ClaimsPrincipal(new ClaimsIdentity()));
    }
}
