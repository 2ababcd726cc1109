using Masterplan.Rehearsal.Nodes.Disks;

namespace Masterplan.Rehearsal.Nodes.Processes;

/// <summary>The files of a simulated disk that a process sees: all of them for a unit, the mounted paths for a container.</summary>
public sealed class DiskView(Disk disk, IReadOnlyList<(string Inside, string Outside, bool ReadOnly)>? mounts) : FileView
{
    public override byte[]? Find(string path) => Outside(path) is { } real ? disk.Read(real) : null;

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

    protected override string ModeOf(string path) => disk.Entry(Outside(path)!).Mode;
}
