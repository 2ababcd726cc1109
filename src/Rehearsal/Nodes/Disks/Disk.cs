using System.Text;
using System.Text.Json;

namespace Masterplan.Rehearsal.Nodes.Disks;

/// <summary>
/// A node's disk: a real folder tree, and beside it a journal of modes, owners and links. Each change is on disk before the call
/// returns, so that the disk survives a kill of the process at any instant.
/// </summary>
public sealed class Disk
{
    private readonly Lock gate = new();
    private readonly string root;
    private readonly string indexFile;
    private readonly SortedDictionary<string, DiskEntry> index = new(StringComparer.Ordinal);

    public Disk(string folder)
    {
        root = Path.Combine(folder, "disk");
        indexFile = Path.Combine(folder, "index.jsonl");
        Directory.CreateDirectory(root);
        Load();
    }

    /// <summary>Raised with the path after a file was written or removed.</summary>
    public event Action<string>? Changed;

    public bool Exists(string path) => ReadLink(path) is not null || File.Exists(Real(path)) || Directory.Exists(Real(path));

    public bool IsFolder(string path) => Directory.Exists(Real(path));

    public bool IsFile(string path) => File.Exists(Real(path));

    public byte[]? Read(string path)
    {
        var real = Real(path);
        lock (gate)
        {
            return File.Exists(real) ? File.ReadAllBytes(real) : null;
        }
    }

    public string? ReadText(string path) => Read(path) is { } bytes ? Encoding.UTF8.GetString(bytes) : null;

    public DiskEntry Entry(string path)
    {
        lock (gate)
        {
            return index.GetValueOrDefault(Resolve(path)) ?? DiskEntry.Plain;
        }
    }

    public string? ReadLink(string path)
    {
        lock (gate)
        {
            return index.GetValueOrDefault(Clean(path))?.Link;
        }
    }

    public void Write(string path, ReadOnlySpan<byte> content, string mode = "0644", string owner = "root:root", string? sha512 = null)
    {
        lock (gate)
        {
            var target = Resolve(path);
            var real = root + target;
            if (Directory.Exists(real))
                throw new IOException($"{path}: is a directory");
            Directory.CreateDirectory(Path.GetDirectoryName(real)!);
            var beside = real + ".masterplan-new";
            File.WriteAllBytes(beside, content);
            File.Move(beside, real, overwrite: true);
            Note(target, new DiskEntry(mode, owner, sha512));
        }

        Changed?.Invoke(Clean(path));
    }

    public void WriteText(string path, string content, string mode = "0644", string owner = "root:root") => Write(path, Encoding.UTF8.GetBytes(content), mode, owner);

    public void SetEntry(string path, Func<DiskEntry, DiskEntry> change)
    {
        lock (gate)
        {
            var target = Resolve(path);
            Note(target, change(index.GetValueOrDefault(target) ?? DiskEntry.Plain));
        }
    }

    public void MakeFolder(string path, string mode = "0755", string owner = "root:root")
    {
        lock (gate)
        {
            var target = Resolve(path);
            if (Directory.Exists(root + target))
                return;
            Directory.CreateDirectory(root + target);
            Note(target, new DiskEntry(mode, owner));
        }
    }

    public void MakeLink(string path, string target)
    {
        lock (gate)
        {
            var clean = Clean(path);
            Directory.CreateDirectory(Path.GetDirectoryName(root + clean)!);
            if (File.Exists(root + clean))
                File.Delete(root + clean);
            Note(clean, new DiskEntry("0777", "root:root", Link: target));
        }

        Changed?.Invoke(Clean(path));
    }

    /// <summary>Removes a file, a link, or a folder with all that is in it.</summary>
    public bool Delete(string path)
    {
        bool was;
        lock (gate)
        {
            var clean = Clean(path);
            var real = index.GetValueOrDefault(clean)?.Link is null ? root + Resolve(path) : root + clean;
            was = index.ContainsKey(clean) || File.Exists(real) || Directory.Exists(real);
            if (File.Exists(real))
                File.Delete(real);
            else if (Directory.Exists(real))
                Directory.Delete(real, recursive: true);
            foreach (var known in index.Keys.Where(k => k == clean || k.StartsWith(clean + "/", StringComparison.Ordinal)).ToList())
                Note(known, null);
        }

        if (was)
            Changed?.Invoke(Clean(path));
        return was;
    }

    /// <summary>Moves a file over whatever is there, or a folder to where nothing is.</summary>
    public void Move(string from, string to)
    {
        if (IsFolder(from))
        {
            MoveFolder(from, to);
            return;
        }

        var entry = Entry(from);
        Write(to, Read(from) ?? throw new IOException($"cannot stat '{from}': No such file or directory"), entry.Mode, entry.Owner, entry.Sha512);
        Delete(from);
    }

    private void MoveFolder(string from, string to)
    {
        lock (gate)
        {
            var (source, target) = (Resolve(from), Resolve(to));
            foreach (var (path, entry) in index.Where(e => e.Key == source || e.Key.StartsWith(source + "/", StringComparison.Ordinal)).ToList())
                Note(target + path[source.Length..], entry);
            Directory.CreateDirectory(Path.GetDirectoryName(root + target)!);
            Directory.Move(root + source, root + target);
        }

        Delete(from);
        Changed?.Invoke(Clean(to));
    }

    /// <summary>The names in a folder, links among them.</summary>
    public IReadOnlyList<string> List(string path)
    {
        lock (gate)
        {
            var target = Resolve(path);
            var names = new SortedSet<string>(StringComparer.Ordinal);
            if (Directory.Exists(root + target))
                names.UnionWith(Directory.EnumerateFileSystemEntries(root + target).Select(Path.GetFileName).OfType<string>().Where(n => !n.EndsWith(".masterplan-new", StringComparison.Ordinal)));
            names.UnionWith(index.Where(e => e.Value.Link is not null && Path.GetDirectoryName(e.Key) == target).Select(e => Path.GetFileName(e.Key)));
            return [.. names];
        }
    }

    private static string Clean(string path)
    {
        if (!path.StartsWith('/'))
            throw new ArgumentException($"The path '{path}' is not absolute.", nameof(path));
        return Path.GetFullPath(path);
    }

    private string Real(string path)
    {
        lock (gate)
        {
            return root + Resolve(path);
        }
    }

    private string Resolve(string path)
    {
        var resolved = string.Empty;
        var rest = new Stack<string>(Clean(path).Split('/', StringSplitOptions.RemoveEmptyEntries).Reverse());
        for (var steps = 0; rest.TryPop(out var part) && steps < 100; steps++)
        {
            var next = $"{resolved}/{part}";
            if (index.GetValueOrDefault(next)?.Link is not { } link)
            {
                resolved = next;
                continue;
            }

            foreach (var step in Path.GetFullPath(link, resolved.Length == 0 ? "/" : resolved).Split('/', StringSplitOptions.RemoveEmptyEntries).Reverse())
                rest.Push(step);
            resolved = string.Empty;
        }

        return resolved.Length == 0 ? "/" : resolved;
    }

    private void Note(string path, DiskEntry? entry)
    {
        if (entry is null)
            index.Remove(path);
        else
            index[path] = entry;
        File.AppendAllText(indexFile, JsonSerializer.Serialize(new KeyValuePair<string, DiskEntry?>(path, entry)) + "\n");
    }

    private void Load()
    {
        if (!File.Exists(indexFile))
            return;
        foreach (var line in File.ReadLines(indexFile))
        {
            try
            {
                var (path, entry) = JsonSerializer.Deserialize<KeyValuePair<string, DiskEntry?>>(line);
                if (entry is null)
                    index.Remove(path);
                else
                    index[path] = entry;
            }
            catch (JsonException)
            {
                // The last line of a killed process may be cut short; its change had not been answered yet.
            }
        }

        var compact = indexFile + ".new";
        File.WriteAllLines(compact, index.Select(e => JsonSerializer.Serialize(new KeyValuePair<string, DiskEntry?>(e.Key, e.Value))));
        File.Move(compact, indexFile, overwrite: true);
    }
}
