using System.Diagnostics;

namespace Masterplan.Lab.Linux;

/// <summary>The control groups that a lab's processes are in: what ends a node, or a lab that was killed, with everything that it runs.</summary>
internal static class Cgroup
{
    /// <summary>The hierarchies that systemd uses.</summary>
    public static readonly IReadOnlyList<string> Roots = [.. new[] { "/sys/fs/cgroup/unified", "/sys/fs/cgroup/systemd" }.Where(Directory.Exists).DefaultIfEmpty("/sys/fs/cgroup")];

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Starts a program in a group of a lab, in every hierarchy that systemd uses.</summary>
    public static Process Start(string lab, string group, IEnumerable<string> argv, IReadOnlyDictionary<string, string>? environment = null, bool pipes = true)
    {
        var enter = string.Concat(Roots.Select(root => $"mkdir -p {root}/{lab}/{group} && echo $$ > {root}/{lab}/{group}/cgroup.procs && "));
        // Once inside, it is ended with the lab; if the lab was killed meanwhile, nobody would find it there.
        return Tool.Start("/bin/sh", ["-c", $"{enter}kill -0 {Environment.ProcessId} && exec \"$@\"", "sh", .. argv], environment, pipes);
    }

    /// <summary>Kills everything in a lab's groups, or in one of them, and removes them.</summary>
    /// <exception cref="LabException">Something in them could not be killed.</exception>
    public static async Task EndAsync(string lab, string group = "")
    {
        foreach (var top in Roots.Select(root => Path.Combine(root, lab, group)))
        {
            // A process that is on its way out is listed no more, and keeps its group a little longer.
            var started = TimeProvider.System.GetTimestamp();
            while (Directory.Exists(top) && !await TryEndAsync(top))
            {
                if (TimeProvider.System.GetElapsedTime(started) > Patience)
                    throw new LabException($"The control group '{top}' could not be removed; look for processes in its cgroup.procs that cannot be killed.");
                await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
            }
        }
    }

    private static async Task<bool> TryEndAsync(string top)
    {
        try
        {
            if (Processes(top).ToList() is { Count: > 0 } left)
            {
                await Tool.TryAsync("kill", ["-9", .. left]);
                return false;
            }

            foreach (var folder in Directory.GetDirectories(top, "*", SearchOption.AllDirectories).OrderByDescending(path => path.Length).Append(top))
                Directory.Delete(folder);
            return true;
        }
        catch (IOException)
        {
            // Not empty yet, or gone at the same moment.
            return false;
        }
    }

    /// <summary>The memory of a node's processes in bytes, each page shared out among those that map it.</summary>
    public static long Memory(string lab, string node) =>
        Processes(Path.Combine(Roots[0], lab, node)).Select(pid => Lines($"/proc/{pid}/smaps_rollup").FirstOrDefault(line => line.StartsWith("Pss:", StringComparison.Ordinal))).OfType<string>()
            .Sum(line => long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], System.Globalization.CultureInfo.InvariantCulture) * 1024);

    private static IEnumerable<string> Processes(string top) => Directory.GetFiles(top, "cgroup.procs", SearchOption.AllDirectories).SelectMany(Lines);

    private static string[] Lines(string file)
    {
        try
        {
            return File.ReadAllLines(file);
        }
        catch (IOException)
        {
            // The group went at the same moment.
            return [];
        }
    }
}
