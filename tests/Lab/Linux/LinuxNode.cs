using System.Diagnostics;
using Masterplan.Rehearsal.Machines;

namespace Masterplan.Lab.Linux;

/// <summary>
/// A node: an overlay over the base image as its disk, a network namespace, and systemd as the first process of a container that
/// systemd-nspawn makes. What is on its disk stays over reboots and power cuts.
/// </summary>
internal sealed class LinuxNode(LabFolder lab, BaseImage image, IReadOnlyList<string> binds, Firewall firewall, int number, Machine machine)
{
    private const int RebootCode = 133;
    private const string PowerOff = "RTMIN+4";

    /// <summary>A systemd that has only just been started takes no signal yet.</summary>
    private static readonly TimeSpan SignalAgainAfter = TimeSpan.FromSeconds(2);
    private readonly string folder = $"{lab.Path}/{LabFolder.NodePrefix}{number}";
    private Task running = Task.CompletedTask;
    private volatile bool isWanted;
    private Process? container;

    public Machine Machine => machine;

    /// <summary>The disk, seen from outside.</summary>
    public string Root => $"{folder}/root";

    /// <summary>The path of its network namespace; empty before it has one.</summary>
    public string Space { get; private set; } = "";

    /// <summary>Whether it is switched on.</summary>
    public bool IsOn => container is { HasExited: false };

    private string Group => $"{LabFolder.NodePrefix}{number}";

    /// <summary>Makes disk and network, and applies the user data as the first boot does.</summary>
    /// <exception cref="LabException">Ignition refused the user data, or could not carry it out.</exception>
    public async Task CreateAsync(string? authorizedKey = null)
    {
        foreach (var part in new[] { "up", "work", "root", "containerd", "ignition" })
            Directory.CreateDirectory($"{folder}/{part}");
        var space = await Switch.PlugAsync(number, machine.Address);
        await firewall.OpenAsync(space);
        Space = space;
        await Tool.RunAsync("mount", "-t", "overlay", "overlay", "-o", $"lowerdir={image.Disk},upperdir={folder}/up,workdir={folder}/work", Root);
        await File.WriteAllTextAsync($"{Root}/etc/hosts", $"127.0.0.1 localhost\n{machine.Address} {machine.Name}\n");
        await File.WriteAllTextAsync($"{Root}/etc/ssh/lab_keys", $"{authorizedKey}\n");
        await IgnitionStages.ApplyAsync($"{folder}/ignition", Root, Space);
    }

    /// <summary>Switches it on; the boot goes on in the background.</summary>
    public void Start()
    {
        isWanted = true;
        running = KeepRunningAsync();
    }

    /// <summary>Shuts it down in good order.</summary>
    public async Task StopAsync()
    {
        isWanted = false;
        do
            await SignalAsync(PowerOff);
        while (await Task.WhenAny(running, Task.Delay(SignalAgainAfter, TimeProvider.System)) != running);
        await running;
    }

    /// <summary>As when its plug is pulled.</summary>
    public async Task CutPowerAsync()
    {
        isWanted = false;
        await Cgroup.EndAsync(lab.Name, Group);
        await running;
    }

    /// <summary>Pulls its network cable, or plugs it in.</summary>
    public Task PlugAsync(bool isIn) => Tool.RunAsync("ip", "link", "set", $"v{number}", isIn ? "up" : "down");

    public async Task DeleteAsync()
    {
        await CutPowerAsync();
        await NspawnState.RemoveAsync(lab.MachineOf(Group), Root);
        await Tool.TryAsync("umount", "--lazy", Root);
        await Switch.UnplugAsync(number);
        await Tool.RunAsync("rm", "-rf", "--one-file-system", folder);
    }

    private async Task KeepRunningAsync()
    {
        do
        {
            using var process = Boot();
            container = process;
            var output = process.StandardOutput.ReadToEndAsync();
            var error = process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync();
            container = null;
            // The container's own group keeps its place; what a dead systemd left in it does not.
            await Cgroup.EndAsync(lab.Name, Group);
            var printed = await output + await error;
            await File.AppendAllTextAsync($"{folder}/console.log", printed);
            if (isWanted && process.ExitCode != RebootCode)
            {
                isWanted = false;
                await Console.Error.WriteLineAsync($"lab: node '{machine.Name}' went off by itself; its systemd-nspawn ended with code {process.ExitCode}: {printed}");
            }
        }
        while (isWanted);
    }

    private Process Boot()
    {
        string[] nspawn =
        [
            "systemd-nspawn", "--quiet", "--register=no", "--keep-unit", "--boot", $"--directory={Root}", $"--machine={lab.MachineOf(Group)}", $"--hostname={machine.Name}", $"--uuid={machine.Id:N}",
            $"--network-namespace-path={Space}", "--console=pipe", "--resolv-conf=off", "--timezone=off", "--link-journal=no",
            $"--bind={folder}/containerd:/var/lib/containerd", "--capability=all", "--system-call-filter=@keyring bpf", .. binds,
        ];
        return Cgroup.Start(
            lab.Name, Group, nspawn, new Dictionary<string, string> { ["SYSTEMD_NSPAWN_UNIFIED_HIERARCHY"] = "1", ["SYSTEMD_NSPAWN_API_VFS_WRITABLE"] = "network" });
    }

    /// <summary>Runs a program on the node as its console would, without SSH; it must succeed.</summary>
    public async Task<string> RunAsync(params string[] argv) => await Tool.RunAsync("nsenter", ["--target", await LeaderAsync(), "--mount", "--uts", "--ipc", "--net", "--pid", "--", .. argv]);

    /// <summary>The same, with the exit code.</summary>
    public async Task<(int Code, string Output, string Error)> TryAsync(params string[] argv) =>
        await Tool.TryAsync("nsenter", ["--target", await LeaderAsync(), "--mount", "--uts", "--ipc", "--net", "--pid", "--", .. argv]);

    /// <summary>The memory that the node's processes use, in bytes; what several share is counted once.</summary>
    public long Memory() => Cgroup.Memory(lab.Name, Group);

    /// <summary>Signals the node's systemd: the container's first child.</summary>
    private async Task SignalAsync(string signal)
    {
        try
        {
            await Tool.TryAsync("kill", "-s", signal, await LeaderAsync());
        }
        catch (Exception exception) when (exception is LabException or IOException)
        {
            // It is off already.
        }
    }

    private async Task<string> LeaderAsync() => container is { HasExited: false } process
        ? (await File.ReadAllTextAsync($"/proc/{process.Id}/task/{process.Id}/children")).Trim()
        : throw new LabException($"Node '{machine.Name}' is off.");
}
