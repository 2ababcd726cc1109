using System.Globalization;

namespace Masterplan.Lab.Linux;

/// <summary>Where one lab's disks lie. Its name says whose it is, so that another lab can clear it away after a kill.</summary>
internal sealed class LabFolder(string path)
{
    public const string NodePrefix = "node-";
    private const string Parent = "/var/tmp/masterplan-lab";

    public string Path => path;

    public string Name => System.IO.Path.GetFileName(path);

    public static LabFolder Create() => new(Directory.CreateDirectory($"{Parent}/{Switch.Name}").FullName);

    /// <summary>The folders of processes that are no more.</summary>
    public static IEnumerable<LabFolder> Abandoned() =>
        from path in Directory.Exists(Parent) ? Directory.GetDirectories(Parent) : []
        where int.TryParse(System.IO.Path.GetFileName(path).Split('-')[^1], CultureInfo.InvariantCulture, out var pid) && !Leftovers.IsAlive(pid)
        select new LabFolder(path);

    /// <summary>The name of a node's container, which those of no other lab have.</summary>
    public string MachineOf(string node) => $"{Name}-{node}";

    /// <summary>Unmounts what is mounted below, then deletes.</summary>
    public async Task DeleteAsync()
    {
        foreach (var node in Directory.Exists(path) ? Directory.GetDirectories(path, NodePrefix + "*") : [])
            await NspawnState.RemoveAsync(MachineOf(System.IO.Path.GetFileName(node)), $"{node}/root");
        var mounted = File.ReadLines("/proc/self/mounts").Select(line => line.Split(' ')[1]).Where(point => point.StartsWith(path + '/', StringComparison.Ordinal));
        foreach (var point in mounted.Reverse().ToList())
            await Tool.TryAsync("umount", "--lazy", point);
        // Not by .NET: the disks hold links and device files of another system.
        await Tool.RunAsync("rm", "-rf", "--one-file-system", path);
    }
}
