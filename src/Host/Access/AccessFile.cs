using System.Text.Json;
using Masterplan.Runtime.Json;

namespace Masterplan.Host.Access;

/// <summary>The access list in a file (0600). A change by another process is seen at the next reading.</summary>
internal sealed class AccessFile(string path) : IAccessStore
{
    private readonly Lock changing = new();
    private (DateTime Written, AccessList List)? known;

    public AccessList Read()
    {
        var written = File.GetLastWriteTimeUtc(path);
        if (known is { } last && last.Written == written)
            return last.List;
        var list = File.Exists(path) ? JsonSerializer.Deserialize<AccessList>(File.ReadAllText(path), RuntimeJson.Options)! : new AccessList();
        known = (written, list);
        return list;
    }

    /// <summary>Writes beside the file, then renames, so that no reader sees half a list.</summary>
    public void Change(Func<AccessList, AccessList> change)
    {
        lock (changing)
        {
            known = null;
            var next = path + ".next";
            using (var stream = new FileStream(next, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite }))
                JsonSerializer.Serialize(stream, change(Read()), RuntimeJson.Indented);
            File.Move(next, path, overwrite: true);
            known = null;
        }
    }
}
