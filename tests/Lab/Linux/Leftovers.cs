namespace Masterplan.Lab.Linux;

/// <summary>Clears away what labs left whose process was killed.</summary>
internal static class Leftovers
{
    public static async Task SweepAsync()
    {
        await using var turn = await Turn.TakeAsync("/run/masterplan-lab.lock");
        foreach (var folder in LabFolder.Abandoned())
        {
            await Cgroup.EndAsync(folder.Name);
            await folder.DeleteAsync();
        }

        foreach (var (name, pid) in Cgroup.Roots.Append("/run/netns").SelectMany(Switch.In).ToList())
        {
            if (IsAlive(pid))
                continue;
            await Cgroup.EndAsync(name);
            await Tool.TryAsync("ip", "netns", "delete", name);
        }
    }

    /// <summary>Whether a lab's process runs. One that was killed and not yet collected has no command line, nor has its number's next owner this one.</summary>
    public static bool IsAlive(int pid)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/cmdline").Contains("Masterplan.Lab", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }
}
