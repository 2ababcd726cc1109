namespace Masterplan.Rehearsal.Cloud.State;

/// <summary>The files of a rehearsal.</summary>
internal sealed class StateFolder
{
    public StateFolder(string path)
    {
        Path = System.IO.Path.GetFullPath(path);
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(Path);
        else
            Directory.CreateDirectory(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    public string Path { get; }

    public string Journal => System.IO.Path.Combine(Path, "cloud.jsonl");

    public string Latencies => System.IO.Path.Combine(Path, "latencies.jsonl");

    /// <summary>Who serves, where, with which credentials.</summary>
    public string Description => System.IO.Path.Combine(Path, "rehearsal.json");

    public string Log => System.IO.Path.Combine(Path, "rehearsal.log");

    /// <summary>Held by the process that serves.</summary>
    public string ServeLock => System.IO.Path.Combine(Path, "serve.lock");

    /// <summary>Held by whoever is starting or stopping it.</summary>
    public string StartLock => System.IO.Path.Combine(Path, "start.lock");
}
