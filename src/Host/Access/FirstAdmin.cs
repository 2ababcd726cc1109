using Masterplan.Host.Composition;

namespace Masterplan.Host.Access;

/// <summary>Lets the first person in.</summary>
internal static class FirstAdmin
{
    public const string Name = "admin";

    /// <summary>Where no user is known yet: makes the admin with the password of MASTERPLAN_ADMIN_PASSWORD, or with a random one, which is the answer.</summary>
    public static string? Ensure(Accounts accounts)
    {
        if (accounts.List.Users.Count > 0)
            return null;
        var given = Settings.Read("MASTERPLAN_ADMIN_PASSWORD");
        var password = given is { Length: > 0 } ? given : Accounts.RandomText()[..20];
        return accounts.TryPutFirst(Name, AccessRole.Admin, password) && password != given ? password : null;
    }
}
