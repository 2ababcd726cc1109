using System.Text.Json;

namespace Masterplan.Host.Composition;

/// <summary>The one folder that holds all state: databases, secrets, the rehearsal. One process at a time works on it.</summary>
public sealed class DataFolder
{
    public DataFolder(string path)
    {
        Root = Path.GetFullPath(path);
        Directory.CreateDirectory(Root, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    public string Root { get; }

    public string RuntimeDatabase => Path.Combine(Root, "runs.db");

    public string ClusterDatabase => Path.Combine(Root, "clusters.db");

    public string Secrets => Path.Combine(Root, "secrets");

    public string AccessList => Path.Combine(Root, "access.json");

    public string AuditLog => Path.Combine(Root, "audit.jsonl");

    public string Kubeconfigs => Path.Combine(Root, "kubeconfigs");

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
