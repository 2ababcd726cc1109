using System.Text;
using Masterplan.Rehearsal.Nodes.Disks;

namespace Masterplan.Rehearsal.Nodes.Processes;

/// <summary>The files that a process sees: the whole disk for a unit, the mounted paths for a container.</summary>
public sealed class FileView(Disk disk, IReadOnlyList<(string Inside, string Outside, bool ReadOnly)>? mounts)
{
    public byte[] Need(string path) => Find(path) ?? throw new RefusalException($"open {path}: no such file or directory");

    public string NeedText(string path) => Encoding.UTF8.GetString(Need(path));

    public byte[]? Find(string path) => Outside(path) is { } real ? disk.Read(real) : null;

    /// <summary>A private key: refused when everybody on the node could read it.</summary>
    public string NeedKey(string path)
    {
        var text = NeedText(path);
        var mode = disk.Entry(Outside(path)!).Mode;
        return mode[^1] is '0' ? text : throw new RefusalException($"open {path}: permissions {mode} are too open: the private key can be read by others");
    }

    public void Write(string path, byte[] content, string mode)
    {
        if (Outside(path) is not { } real)
            throw new RefusalException($"open {path}: read-only file system");
        disk.Write(real, content, mode);
    }

    public bool Exists(string path) => Outside(path) is { } real && disk.Exists(real);

    /// <summary>Where on the disk a path lies; null where the container has nothing mounted.</summary>
    public string? Outside(string path)
    {
        if (!path.StartsWith('/'))
            return null;
        if (mounts is null)
            return path;
        foreach (var (inside, outside, _) in mounts.OrderByDescending(m => m.Inside.Length))
        {
            if (path == inside || path.StartsWith(inside.TrimEnd('/') + "/", StringComparison.Ordinal))
                return outside + path[inside.TrimEnd('/').Length..];
        }

        return null;
    }
}
