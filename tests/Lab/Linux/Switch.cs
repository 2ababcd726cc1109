using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using Masterplan.Rehearsal;

namespace Masterplan.Lab.Linux;

/// <summary>
/// The lab's network: a namespace with a bridge that every node is plugged into, and that the lab's own process lives in, so that nothing of
/// it shows in the machine's network and labs side by side may use the same addresses.
/// </summary>
internal static class Switch
{
    public const string Network = "10.88";
    public const int Block = 1;
    public const string Address = "10.88.1.1";
    /// <summary>Somebody outside: neither a node nor the operator.</summary>
    public const string Outsider = "10.88.200.1";

    private const string Prefix = "mplab-";
    private const string Bridge = "br0";

    public static bool IsInside => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 };

    /// <summary>What this program is started by, also where that is `dotnet FILE`.</summary>
    public static IReadOnlyList<string> OwnProgram =>
        [Environment.ProcessPath!, .. Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [Assembly.GetEntryAssembly()!.Location] : Array.Empty<string>()];

    /// <summary>The variable that tells a program that it runs inside a lab's network.</summary>
    public const string Variable = "MASTERPLAN_LAB";

    /// <summary>This lab's name, which no other on the machine has.</summary>
    public static string Name => NameOf(Environment.ProcessId);

    public static string NameOf(int process) => $"{Prefix}{process}";

    /// <summary>Makes the network and runs this program again inside of it, as the same process.</summary>
    public static void Enter(string[] arguments)
    {
        Leftovers.SweepAsync().GetAwaiter().GetResult();
        // From inside, Debian's mirrors are out of reach.
        BaseImage.GetAsync().GetAwaiter().GetResult();
        CreateAsync().GetAwaiter().GetResult();
        Environment.SetEnvironmentVariable(Variable, Name);
        string[] argv = ["nsenter", $"--net=/run/netns/{Name}", "env", $"{Variable}={Name}", .. OwnProgram, .. arguments];
        _ = Execvp(argv[0], [.. argv.Select(Marshal.StringToCoTaskMemUTF8), 0]);
        throw new LabException($"The lab's network could not be entered: error {Marshal.GetLastPInvokeError()} of execvp.");
    }

    /// <summary>Removes what this lab has of the network.</summary>
    public static Task RemoveAsync() => IsInside ? Tool.TryAsync("ip", "netns", "delete", Name) : Task.CompletedTask;

    /// <summary>What lies in a folder under names of labs, with the process that each belongs to.</summary>
    public static IEnumerable<(string Name, int Pid)> In(string folder) =>
        from path in Directory.Exists(folder) ? Directory.GetFileSystemEntries(folder, Prefix + "*") : []
        let name = Path.GetFileName(path)
        let pid = name[Prefix.Length..].Split('-')[0]
        select (name, int.Parse(pid, CultureInfo.InvariantCulture));

    /// <summary>Plugs a node in: a namespace of its own, a cable to the bridge, an address and the way out.</summary>
    /// <param name="number">The node's number in this lab.</param>
    /// <param name="address">Its address.</param>
    /// <returns>The path of the node's namespace.</returns>
    public static async Task<string> PlugAsync(int number, string address)
    {
        var space = $"{Name}-{number}";
        await Tool.RunAsync("ip", "netns", "add", space);
        await Tool.RunAsync("ip", "link", "add", $"v{number}", "type", "veth", "peer", "name", "eth0", "netns", space);
        await Tool.RunAsync("ip", "link", "set", $"v{number}", "master", Bridge, "up");
        await Tool.RunAsync("ip", "-n", space, "link", "set", "lo", "up");
        await Tool.RunAsync("ip", "-n", space, "addr", "add", $"{address}/16", "dev", "eth0");
        await Tool.RunAsync("ip", "-n", space, "link", "set", "eth0", "up");
        await Tool.RunAsync("ip", "-n", space, "route", "add", "default", "via", Address);
        return $"/run/netns/{space}";
    }

    /// <summary>The cable goes by name: the kernel would take it away with the namespace only some time later, when the next lab may lay one of the same name.</summary>
    public static async Task UnplugAsync(int number)
    {
        await Tool.TryAsync("ip", "link", "delete", $"v{number}");
        await Tool.TryAsync("ip", "netns", "delete", $"{Name}-{number}");
    }

    private static async Task CreateAsync()
    {
        await Tool.RunAsync("ip", "netns", "add", Name);
        await Tool.RunAsync("ip", "-n", Name, "link", "set", "lo", "up");
        // Left to itself a bridge takes the lowest address of what is plugged in, and a node that knows another waits in vain.
        await Tool.RunAsync("ip", "-n", Name, "link", "add", Bridge, "address", "02:00:00:00:00:01", "type", "bridge");
        var elasticIps = Enumerable.Range(RehearsalAddresses.FirstElasticIp, RehearsalAddresses.MaxElasticIps).Select(last => $"{new RehearsalAddresses(Block, Network).Address(last)}/16");
        foreach (var address in elasticIps.Prepend($"{Address}/16").Append($"{Outsider}/16").Append($"{Metadata.Address}/32"))
            await Tool.RunAsync("ip", "-n", Name, "addr", "add", address, "dev", Bridge);
        await Tool.RunAsync("ip", "-n", Name, "link", "set", Bridge, "up");
    }

    [DllImport("libc", EntryPoint = "execvp", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Execvp([MarshalAs(UnmanagedType.LPUTF8Str)] string file, nint[] arguments);
}
