using System.Diagnostics;
using System.Security.Cryptography;
using YamlDotNet.RepresentationModel;

namespace Masterplan.StandIns;

/// <summary>The static pods of a node: each runs as one unit of systemd, which outlives the kubelet as a container does. The unit's description is the manifest's hash.</summary>
internal sealed class StaticPods(string folder)
{
    private const string Prefix = "pod-";
    private const string Path = "/opt/bin:/usr/sbin:/usr/bin";

    public async Task SyncAsync()
    {
        var wanted = Directory.GetFiles(folder).Where(file => !System.IO.Path.GetFileName(file).StartsWith('.')).ToDictionary(file => UnitOf(Yaml.Read(file)), file => file, StringComparer.Ordinal);
        foreach (var unit in (await RunAsync("systemctl", "list-units", "--plain", "--no-legend", "--all", $"{Prefix}*.service")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')[0]))
            if (!wanted.ContainsKey(unit))
                await RunAsync("systemctl", "stop", unit);
        foreach (var (unit, file) in wanted)
            await KeepAsync(unit, file);
    }

    private static string UnitOf(YamlMappingNode pod) => $"{Prefix}{Yaml.Text(pod, "metadata", "name")}.service";

    private static async Task KeepAsync(string unit, string file)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(file)));
        var shown = (await RunAsync("systemctl", "show", "--property=Description", "--value", unit)).Output.Trim();
        if (shown == hash)
            return;
        await RunAsync("systemctl", "stop", unit);
        var pod = Yaml.Read(file);
        var missing = Yaml.Items(pod, "spec", "volumes")
            .Where(volume => Yaml.Find(volume, "hostPath", "type") is YamlScalarNode { Value: "File" or "Directory" })
            .Select(volume => Yaml.Text(volume, "hostPath", "path"))
            .FirstOrDefault(path => !System.IO.Path.Exists(path));
        if (missing is not null)
        {
            await Console.Error.WriteLineAsync($"{unit}: MountVolume.SetUp failed: hostPath type check failed: {missing} does not exist");
            return;
        }

        var command = Yaml.Items(pod, "spec", "containers").SelectMany(container => Yaml.Items(container, "command")).Select(word => ((YamlScalarNode)word).Value!);
        var started = await RunAsync(
            "systemd-run",
            [
                "--quiet", "--collect", $"--unit={unit}", $"--description={hash}", "--property=Restart=always", "--property=RestartSec=2s", "--property=StartLimitIntervalSec=0",
                "--property=TimeoutStopSec=30s", $"--setenv=PATH={Path}", "--", .. command,
            ]);
        if (started.Code != 0)
            await Console.Error.WriteLineAsync($"{unit}: CreateContainerError: {started.Error.Trim()}");
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PATH"] = Path;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await error);
    }
}
