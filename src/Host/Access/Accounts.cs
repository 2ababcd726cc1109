using System.Security.Cryptography;
using System.Text;
using Masterplan.Activities.Clusters;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Masterplan.Host.Access;

/// <summary>Users and keys: makes them, checks them.</summary>
internal sealed class Accounts(IAccessStore store)
{
    private const int ShortestPassword = 8;
    private static readonly PasswordHasher<UserAccount> Hasher = new(Options.Create(new PasswordHasherOptions { IterationCount = 210_000 }));
    private static readonly UserAccount Nobody = User("nobody", AccessRole.Viewer, RandomText());

    public AccessList List => store.Read();

    /// <summary>The user, if the password is theirs. An unknown name takes as long as a wrong password.</summary>
    public UserAccount? Verify(string name, string password)
    {
        var user = Find(name);
        return Hasher.VerifyHashedPassword(user ?? Nobody, (user ?? Nobody).PasswordHash, password) == PasswordVerificationResult.Failed ? null : user;
    }

    public UserAccount? Find(string name) => List.Users.FirstOrDefault(user => IsNamed(user.Name, name));

    public ApiKey? FindKey(string key)
    {
        var hash = Hash(key);
        return List.Keys.FirstOrDefault(candidate => candidate.Hash == hash);
    }

    /// <summary>Adds the user if there is none at all; of hosts that start at once, one does.</summary>
    public bool TryPutFirst(string name, AccessRole role, string password)
    {
        Check(name, password);
        var user = User(name, role, password);
        var isFirst = false;
        store.Change(list => (isFirst = list.Users.Count == 0) ? list with { Users = [user] } : list);
        return isFirst;
    }

    /// <summary>Adds the user, or gives one that is known a new password and role.</summary>
    public void PutUser(string name, AccessRole role, string password)
    {
        Check(name, password);
        store.Change(list => list with { Users = [.. list.Users.Where(user => !IsNamed(user.Name, name)), User(name, role, password)] });
    }

    /// <summary>False if there was none.</summary>
    public bool RemoveUser(string name) => Change(list => list with { Users = [.. list.Users.Where(user => !IsNamed(user.Name, name))] });

    /// <summary>Makes a key and answers with it; only its hash is kept.</summary>
    public string AddKey(string name, AccessRole role)
    {
        if (List.Keys.Any(key => IsNamed(key.Name, name)))
            throw new ConfigurationException($"The API key '{name}'", "name", "There is one of this name already. Remove it first, or take another name.");
        var secret = RandomText();
        store.Change(list => list with { Keys = [.. list.Keys, new ApiKey(name, role, Hash(secret))] });
        return secret;
    }

    /// <summary>False if there was none.</summary>
    public bool RemoveKey(string name) => Change(list => list with { Keys = [.. list.Keys.Where(key => !IsNamed(key.Name, name))] });

    public static string RandomText() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    private static UserAccount User(string name, AccessRole role, string password) => new(name, role, Hasher.HashPassword(null!, password), RandomText());

    private static void Check(string name, string password)
    {
        if (string.IsNullOrWhiteSpace(name) || name.Any(char.IsControl))
            throw new ConfigurationException("The user", "name", $"'{name}' is not a name.");
        if (password.Length < ShortestPassword)
            throw new ConfigurationException($"The user '{name}'", "password", $"A password has {ShortestPassword} characters or more.");
    }

    private static string Hash(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    private static bool IsNamed(string name, string other) => string.Equals(name, other, StringComparison.OrdinalIgnoreCase);

    private bool Change(Func<AccessList, AccessList> change)
    {
        var before = List;
        store.Change(change);
        return List.Users.Count != before.Users.Count || List.Keys.Count != before.Keys.Count;
    }
}
