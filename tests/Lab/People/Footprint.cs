namespace Masterplan.Lab.People;

/// <summary>What a lab has on the machine: whatever is found there under its name.</summary>
internal static class Footprint
{
    /// <summary>Network namespaces, mounts, control groups, folders, containers and processes; all of them begin with their kind.</summary>
    /// <param name="mark">The lab's name, which is in the name of all that it makes.</param>
    public static IReadOnlyList<string> Of(string mark) =>
    [
        .. Entries("/run/netns", mark).Select(path => $"namespace {path}"),
        .. File.ReadLines("/proc/mounts").Where(line => IsOf(line, mark)).Select(line => $"mount {line}"),
        .. new[] { "/sys/fs/cgroup", "/sys/fs/cgroup/unified", "/sys/fs/cgroup/systemd" }.SelectMany(root => Entries(root, mark)).Select(path => $"group {path}"),
        .. new[] { "/var/tmp/masterplan-lab", "/run/masterplan-lab", "/run/systemd/nspawn/propagate" }.SelectMany(folder => Entries(folder, mark)).Select(path => $"folder {path}"),
        .. Processes(mark),
    ];

    private static IEnumerable<string> Entries(string folder, string mark) => Directory.Exists(folder) ? Directory.GetFileSystemEntries(folder).Where(path => IsOf(Path.GetFileName(path), mark)) : [];

    private static IEnumerable<string> Processes(string mark) =>
        from folder in Directory.GetDirectories("/proc")
        where int.TryParse(Path.GetFileName(folder), out _)
        let command = Read($"{folder}/cmdline").Replace('\0', ' ')
        // One that has ended and was not collected yet has no command.
        where command.Length > 0 && IsOf(Read($"{folder}/cgroup") + command, mark)
        select $"process {Path.GetFileName(folder)} {command}";

    /// <summary>Whether a text names the lab, and not another one whose number begins with the same digits.</summary>
    private static bool IsOf(string text, string mark)
    {
        for (var at = text.IndexOf(mark, StringComparison.Ordinal); at >= 0; at = text.IndexOf(mark, at + 1, StringComparison.Ordinal))
            if (at + mark.Length == text.Length || !char.IsAsciiDigit(text[at + mark.Length]))
                return true;
        return false;
    }

    private static string Read(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The process has ended.
            return "";
        }
    }
}
