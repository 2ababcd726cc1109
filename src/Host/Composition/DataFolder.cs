using System.Text.Json;

namespace Masterplan.Host.Composition;

/// <summary>The one folder that holds all state: databases, secrets, the rehearsal. One process at a time works on it.</summary>
public sealed class DataFolder
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>The folder of this path, made if need be. If an import was cut off when it was whole, it is finished.</summary>
    public DataFolder(string path)
    {
        Root = Path.GetFullPath(path);
        Directory.CreateDirectory(Root, OwnerOnly);
        if (!Directory.Exists(Imported))
            return;
        using var turn = Take("import", TimeProvider.System);
        FinishImport();
    }

    public string Root { get; }

    public string RuntimeDatabase => Path.Combine(Root, "runs.db");

    public string ClusterDatabase => Path.Combine(Root, "clusters.db");

    public string Secrets => Path.Combine(Root, "secrets");

    public string AccessList => Path.Combine(Root, "access.json");

    public string AuditLog => Path.Combine(Root, "audit.jsonl");

    public string Kubeconfigs => Path.Combine(Root, "kubeconfigs");

    /// <summary>What an import has made so far.</summary>
    private string Importing => Path.Combine(Root, "import.begun");

    /// <summary>What an import has made whole, and is to be put in its place.</summary>
    private string Imported => Path.Combine(Root, "import.whole");

    private string LockFile => Path.Combine(Root, "masterplan.lock");

    private string HolderFile => Path.Combine(Root, "masterplan.holder.json");

    /// <summary>The folder asked for, from MASTERPLAN_DATA, or below the user's data home.</summary>
    public static string Choose(string? asked)
    {
        if (asked is { Length: > 0 })
            return asked;
        if (Environment.GetEnvironmentVariable("MASTERPLAN_DATA") is { Length: > 0 } variable)
            return variable;
        var home = Environment.GetEnvironmentVariable("XDG_DATA_HOME") is { Length: > 0 } xdg
            ? xdg
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "share");
        return Path.Combine(home, "masterplan");
    }

    /// <summary>Takes the folder for this process until the answer is disposed of, or the process ends.</summary>
    /// <exception cref="DataFolderInUseException">Another process has it; the message says which.</exception>
    public IDisposable Take(string command, TimeProvider clock)
    {
        FileStream file;
        try
        {
            file = new FileStream(LockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception) when (File.Exists(LockFile))
        {
            throw new DataFolderInUseException(Root, Holder(), exception);
        }

        File.WriteAllText(HolderFile, JsonSerializer.Serialize(new HolderRecord(Environment.ProcessId, command, clock.GetUtcNow())));
        return file;
    }

    /// <summary>A new folder within this one, to be filled by an import; what one that was cut off has left goes.</summary>
    public DataFolder BeginImport()
    {
        if (Directory.Exists(Importing))
            Directory.Delete(Importing, recursive: true);
        return new(Importing);
    }

    /// <summary>Puts what an import has made in its place. From its first step on this is finished whatever happens, by the next who opens the folder.</summary>
    public void Adopt(DataFolder imported)
    {
        Directory.Move(imported.Root, Imported);
        FinishImport();
    }

    private void FinishImport()
    {
        foreach (var path in Directory.GetFileSystemEntries(Imported))
        {
            var place = Path.Combine(Root, Path.GetFileName(path));
            if (Directory.Exists(path))
            {
                // Of secrets there may be an empty folder.
                if (Directory.Exists(place))
                    Directory.Delete(place, recursive: true);
                Directory.Move(path, place);
                continue;
            }

            // An empty database's log would be taken for the new one's.
            File.Delete(place + "-wal");
            File.Delete(place + "-shm");
            File.Move(path, place, overwrite: true);
        }

        Directory.Delete(Imported);
    }

    private string Holder()
    {
        try
        {
            return JsonSerializer.Deserialize<HolderRecord>(File.ReadAllText(HolderFile)) is not { } holder
                ? "another process"
                : $"process {holder.Pid} (`masterplan {holder.Command}`, since {holder.Since:u})";
        }
        catch (Exception exception) when (exception is IOException or JsonException)
        {
            return "another process";
        }
    }

    private sealed record HolderRecord(int Pid, string Command, DateTimeOffset Since);
}
