using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.AuthenticatedEncryption;
using Microsoft.AspNetCore.DataProtection.AuthenticatedEncryption.ConfigurationModel;

namespace Masterplan.Host.Composition;

/// <summary>Where the keys lie that encrypt secrets: outside the data folder, so that a copy of the data alone gives nothing away.</summary>
internal static class KeyRing
{
    /// <summary>What encrypts the secrets of this data folder, or of the database that hosts with this key ring share.</summary>
    public static IDataProtector Secrets(DataFolder data) => DataProtectionProvider.Create(Folder(data), protection => protection
        .SetApplicationName("masterplan")
        .UseCryptographicAlgorithms(new AuthenticatedEncryptorConfiguration { EncryptionAlgorithm = EncryptionAlgorithm.AES_256_GCM })).CreateProtector("masterplan.secrets");

    /// <summary>MASTERPLAN_KEYS, or masterplan/keys below the user's configuration home.</summary>
    public static DirectoryInfo Folder(DataFolder data)
    {
        var home = Environment.GetEnvironmentVariable("XDG_CONFIG_HOME") is { Length: > 0 } xdg
            ? xdg
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".config");
        var path = Path.GetFullPath(Environment.GetEnvironmentVariable("MASTERPLAN_KEYS") is { Length: > 0 } asked ? asked : Path.Combine(home, "masterplan", "keys"));
        if (path.StartsWith(data.Root + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            throw new DataFolderException($"The key ring '{path}' lies inside the data folder '{data.Root}', so a copy of the data would give its secrets away. Set MASTERPLAN_KEYS to another place.");
        return Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
