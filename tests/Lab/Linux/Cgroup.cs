using System.Diagnostics;

namespace Masterplan.Lab.Linux;

/// <summary>The control groups that a lab's processes are in: what ends a node, or a lab that was killed, with everything that it runs.</summary>
internal static class Cgroup
{
    private static readonly string[] Roots = [.. new[] { "/sys/fs/cgroup/unified", "/sys/fs/cgroup/systemd" }.Where(Directory.Exists).DefaultIfEmpty("/sys/fs/cgroup")];

    /// <summary>Starts a program in a group of a lab, in every hierarchy that systemd uses.</summary>
    public static Process Start(string lab, string group, IEnumerable<string> argv, IReadOnlyDictionary<string, string>? environment = null, bool pipes = true)
    {
        var enter = string.Concat(Roots.Select(root => $"mkdir -p {root}/{lab}/{group} && echo $$ > {root}/{lab}/{group}/cgroup.procs && "));
        return Tool.Start("/bin/sh", ["-c", $"{enter}exec \"$@\"", "sh", .. argv], environment, pipes);
    }

    /// <summary>Kills everything in a lab's groups, or in one of them, and removes them.</summary>
    public static async Task EndAsync(string lab, string group = "")
    {
        foreach (var top in Roots.Select(root => Path.Combine(root, lab, group)).Where(Directory.Exists))
        {
            while (Processes(top).ToList() is { Count: > 0 } left)
            {
                await Tool.TryAsync("kill", ["-9", .. left]);
                await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
            }

            foreach (var folder in Directory.GetDirectories(top, "*", SearchOption.AllDirectories).OrderByDescending(path => path.Length).Append(top))
                await Tool.TryAsync("rmdir", folder);
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
