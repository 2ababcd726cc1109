using Masterplan.Rehearsal.Nodes.Processes;

namespace Masterplan.Rehearsal.Nodes.Programs;

/// <summary>Whether a path holds a program that can be run, and of which version.</summary>
public static class Binaries
{
    private static readonly string[] OfTheSystem = ["/usr/", "/bin/", "/sbin/"];

    public static string Check(SimulatedMachine machine, string path)
    {
        if (!path.StartsWith('/'))
            return "0.0.0";
        if (machine.Disk.IsFile(path))
        {
            var mode = machine.Disk.Entry(path).Mode;
            return mode.Any(d => (d - '0') % 2 == 1)
                ? machine.Artifacts.VersionOf(path) ?? "0.0.0"
                : throw new RefusalException($"{path}: Permission denied", 203);
        }

        return OfTheSystem.Any(p => path.StartsWith(p, StringComparison.Ordinal))
            ? Path.GetFileName(path) is "containerd" ? "2.2.5" : "3.5.16"
            : throw new RefusalException($"Failed to locate executable {path}: No such file or directory", 203);
    }
}
