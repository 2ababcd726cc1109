using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace Masterplan.Activities.Clusters.Secrets;

/// <summary>
/// Secrets as encrypted files of mode 0600 in one folder of mode 0700. What encrypts them is the data protector of the host,
/// whose key ring lies outside the data folder: a copy of the data alone gives nothing away.
/// </summary>
public sealed class FileSecretStore(string folder, IDataProtector protector) : ISecretStore
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private readonly ConcurrentDictionary<string, object> locks = new(StringComparer.Ordinal);

    public byte[]? Read(string name)
    {
        var path = PathOf(name);
        if (!File.Exists(path))
            return null;
        try
        {
            return protector.Unprotect(File.ReadAllBytes(path));
        }
        catch (CryptographicException exception)
        {
            throw new SecretException($"The secret '{name}' could not be decrypted: {exception.Message} Its key ring is missing or another one; restore the key ring that belongs to this data folder.", exception);
        }
    }

    public void Write(string name, ReadOnlySpan<byte> content)
    {
        var path = PathOf(name);
        CreateFolder(Path.GetDirectoryName(path)!);
        var temporary = $"{path}.{Guid.NewGuid():n}.new";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OwnerOnly };
        using (var stream = new FileStream(temporary, options))
        {
            stream.Write(protector.Protect(content.ToArray()));
            stream.Flush(flushToDisk: true);
        }

        File.Move(temporary, path, overwrite: true);
    }

    public byte[] ReadOrAdd(string name, Func<byte[]> create)
    {
        // One process at a time works on a data folder.
        lock (locks.GetOrAdd(name, _ => new object()))
        {
            if (Read(name) is { } known)
                return known;
            var made = create();
            Write(name, made);
            return made;
        }
    }

    public void DeleteAll(string prefix)
    {
        var path = PathOf(prefix.TrimEnd('/'));
        if (Directory.Exists(path))
            Directory.Delete(path, recursive: true);
        else if (File.Exists(path))
            File.Delete(path);
    }

    /// <summary>Level by level: the mode is given to the last folder only, parents would be open to others.</summary>
    private static void CreateFolder(string path)
    {
        if (Directory.Exists(path))
            return;
        CreateFolder(Path.GetDirectoryName(path)!);
        Directory.CreateDirectory(path, OwnerOnly | UnixFileMode.UserExecute);
    }

    private string PathOf(string name) => Path.Combine([folder, .. name.Split('/')]);
}
