using Masterplan.Lab.Linux;
using Process = System.Diagnostics.Process;

namespace Masterplan.Lab.People;

/// <summary>A lab in a process of its own, as `./lab bootstrap` starts it, beside the one that the tests are in.</summary>
internal sealed class LabProcess : IAsyncDisposable
{
    private readonly Process process;
    private readonly Task<string> output;
    private readonly Task<string> error;

    private LabProcess(string name, Process process) =>
        (Name, this.process, output, error) = (name, process, process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());

    /// <summary>The cluster's name.</summary>
    public string Name { get; }

    /// <summary>What is in the name of everything that the lab makes on this machine.</summary>
    public string Mark => Switch.NameOf(process.Id);

    public bool HasEnded => process.HasExited;

    /// <summary>Starts to build a cluster.</summary>
    public static LabProcess Start(string name, int masters, int workers, string labBin = "") =>
        new(name, Start(["lab", "up", name, $"{masters}", $"{workers}"], labBin));

    /// <summary>Starts a test, which has a lab of its own.</summary>
    public static LabProcess StartTest(string name, string method) => new(name, Start(["-method", method, "-noColor"]));

    /// <summary>A command of `./lab` to its end; returns what it printed.</summary>
    public static async Task<string> LabAsync(params string[] arguments)
    {
        using var command = Start(["lab", .. arguments]);
        var (code, output, error) = await Tool.EndAsync(command);
        return code == 0 ? output.Trim() : throw new LabException($"`lab {string.Join(' ', arguments)}` ended with code {code}: {error} {output}");
    }

    /// <summary>kubectl on its cluster: the names of the nodes that are Ready.</summary>
    public async Task<IReadOnlyList<string>> ReadyNodesAsync() =>
        [.. (await LabAsync("kubectl", Name, "get", "nodes", "--no-headers")).Split('\n').Where(line => line.Contains(" Ready", StringComparison.Ordinal)).Select(line => line.Split(' ')[0])];

    /// <summary>Waits until its cluster is built.</summary>
    public Task UntilBuiltAsync() => UntilAsync("is up", () => File.Exists(LabDescription.DoneOf(Name, process.Id)), seconds: 240);

    /// <summary>Waits until it has a node that is on its way up.</summary>
    public Task UntilBootingAsync() => UntilAsync("has a node", () => Footprint.Of(Mark).Any(trace => trace.StartsWith("process", StringComparison.Ordinal) && trace.Contains("systemd", StringComparison.Ordinal)), seconds: 60);

    /// <summary>As the kernel or a person ends it: it can do nothing about it.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!HasEnded)
        {
            await Tool.TryAsync("kill", "-TERM", $"{process.Id}");
            await process.WaitForExitAsync();
        }

        process.Dispose();
    }

    /// <summary>Starts this program anew, outside of the network that it is in now.</summary>
    private static Process Start(IEnumerable<string> arguments, string labBin = "") =>
        Tool.Start(Switch.OwnProgram[0], [.. Switch.OwnProgram.Skip(1), .. arguments], new Dictionary<string, string> { [Switch.Variable] = "", ["LAB_BIN"] = labBin });

    private Task UntilAsync(string what, Func<bool> holds, int seconds) => LabCluster.UntilAsync(
        $"lab '{Name}' {what}",
        async () => holds() || (HasEnded ? throw new LabException($"Lab '{Name}' ended: {await error} {await output}") : false),
        seconds: seconds);
}
