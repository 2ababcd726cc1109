namespace Masterplan.Lab.Linux;

/// <summary>Debian's real Ignition, run over a node's disk before its first boot, in the node's network. It fetches the user data as on any instance of Exoscale.</summary>
internal static class IgnitionStages
{
    public const string Program = "/usr/lib/dracut/modules.d/30ignition/ignition";
    private static readonly string[] Stages = ["fetch-offline", "fetch", "kargs", "disks", "mount", "files", "umount"];

    /// <summary>Applies the user data.</summary>
    /// <param name="folder">A folder of its own for Ignition's state.</param>
    /// <param name="root">The node's disk.</param>
    /// <param name="space">The node's network namespace.</param>
    /// <exception cref="LabException">A stage failed: the node would stop in its first boot.</exception>
    public static async Task ApplyAsync(string folder, string root, string space)
    {
        var bin = Directory.CreateDirectory(Path.Combine(folder, "bin")).FullName;
        // SELinux is off, and files are labelled with nothing; Ignition wants to do so all the same.
        File.CreateSymbolicLink(Path.Combine(bin, "setfiles"), "/bin/true");
        Directory.CreateDirectory($"{root}/etc/selinux");
        await File.WriteAllTextAsync($"{root}/etc/selinux/config", "SELINUX=disabled\nSELINUXTYPE=none\n");
        var environment = new Dictionary<string, string>
        {
            ["IGNITION_WRITE_AUTHORIZED_KEYS_FRAGMENT"] = "false",
            ["PATH"] = $"{bin}:/usr/sbin:/usr/bin:/sbin:/bin",
        };
        foreach (var stage in Stages)
            await RunAsync(folder, root, space, stage, environment);
        File.Delete($"{root}/etc/selinux/config");
    }

    private static async Task RunAsync(string folder, string root, string space, string stage, Dictionary<string, string> environment)
    {
        string[] arguments =
        [
            $"--net={space}", Program, "--log-to-stdout", $"--root={root}", "--platform=exoscale", $"--stage={stage}", "--fetch-timeout=20s",
            $"--config-cache={folder}/ignition.json", $"--state-file={folder}/state", $"--neednet={folder}/neednet",
        ];
        using var process = Tool.Start("/usr/bin/nsenter", arguments, environment);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        await File.AppendAllTextAsync($"{folder}/log", await output + await error);
        if (process.ExitCode != 0)
            throw new LabException($"Ignition's stage '{stage}' failed: {string.Join(' ', (await output).Split('\n').Where(line => line.Contains("CRIT", StringComparison.Ordinal)))}");
    }
}
