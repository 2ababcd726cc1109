namespace Masterplan.Lab.Linux;

/// <summary>The control groups that the nodes' processes are in: what ends a node with everything that it runs.</summary>
internal static class Cgroup
{
    private static readonly string[] Roots = [.. new[] { "/sys/fs/cgroup/unified", "/sys/fs/cgroup/systemd" }.Where(Directory.Exists).DefaultIfEmpty("/sys/fs/cgroup")];

    /// <summary>The shell words that move the shell into a node's group, in every hierarchy that systemd uses.</summary>
    public static string EnterScript(string lab, string node) =>
        string.Concat(Roots.Select(root => $"mkdir -p {root}/{lab}/{node} && echo $$ > {root}/{lab}/{node}/cgroup.procs && "));

    /// <summary>Kills everything in a lab's groups, or in one node's, and removes them.</summary>
    public static async Task EndAsync(string lab, string node = "")
    {
        foreach (var top in Roots.Select(root => Path.Combine(root, lab, node)).Where(Directory.Exists))
        {
            while (Processes(top).ToList() is { Count: > 0 } left)
            {
                await Tool.TryAsync("kill", ["-9", .. left]);
                await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
            }

            foreach (var group in Directory.GetDirectories(top, "*", SearchOption.AllDirectories).OrderByDescending(path => path.Length).Append(top))
                await Tool.TryAsync("rmdir", group);
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
