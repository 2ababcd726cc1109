using Masterplan.Host.Audit;

namespace Masterplan.Host.Access;

/// <summary>Checks a name and a password that someone sent, slowly if they keep failing.</summary>
internal sealed class Logins(Accounts accounts, FailedLogins failures, AuditLog audit)
{
    /// <exception cref="TooManyLoginsException">This name or address has failed too often of late.</exception>
    public UserAccount? Try(string name, string password, HttpContext context)
    {
        var address = context.Connection.RemoteIpAddress?.ToString() ?? "";
        if (failures.Wait(name, address) is { } wait)
            throw new TooManyLoginsException(wait);
        var user = accounts.Verify(name, password);
        if (user is null)
            failures.Failed(name, address);
        audit.Add(new AuditEntry { At = audit.Now, Who = user?.Name ?? name, What = "Log in", From = address, Outcome = user is null ? "refused" : "done" });
        return user;
    }
}
