using System.Text.Json.Nodes;
using Masterplan.Rehearsal.Kubernetes.Objects;

namespace Masterplan.StandIns.Kubelet;

/// <summary>A pod of this node, run as one unit of systemd that outlives the kubelet as a container does; what is known of it lies in a file beside.</summary>
internal sealed record PodUnit(string Unit, JsonObject Pod, string Hash)
{
    private const string Folder = "/run/stand-ins/pods";
    private const string Prefix = "pod-";

    /// <summary>The pod's own address; that of the node for pods on its network.</summary>
    public string Address { get; init; } = "";

    public static string UnitOf(string id) => $"{Prefix}{id}.service";

    /// <summary>The pods that were started here, the ones that have ended meanwhile as well.</summary>
    public static IReadOnlyList<PodUnit> All() =>
        !Directory.Exists(Folder) ? [] : [.. Directory.GetFiles(Folder, "*.json").Select(Read).OfType<PodUnit>()];

    /// <summary>The states of the pods' units by name, and how often each was started again.</summary>
    public static async Task<IReadOnlyDictionary<string, (string State, int Restarts)>> StatesAsync()
    {
        var shown = await Tool.TryAsync("systemctl", "show", "--property=Id,ActiveState,NRestarts", $"{Prefix}*.service");
        return shown.Output.Split("\n\n", StringSplitOptions.RemoveEmptyEntries)
            .Select(block => block.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('=', 2)).ToDictionary(part => part[0], part => part[1], StringComparer.Ordinal))
            .ToDictionary(unit => unit["Id"], unit => (unit["ActiveState"], int.Parse(unit["NRestarts"])), StringComparer.Ordinal);
    }

    /// <summary>Runs the pod's command; its container's image names the version.</summary>
    public async Task StartAsync(IEnumerable<string> command, params string[] properties)
    {
        Directory.CreateDirectory(Folder);
        var file = new JsonObject { ["pod"] = Pod.Clone(), ["hash"] = Hash, ["address"] = Address };
        await File.WriteAllTextAsync(FileOf(Unit) + ".new", file.ToJsonString());
        File.Move(FileOf(Unit) + ".new", FileOf(Unit), overwrite: true);
        var started = await Tool.TryAsync(
            "systemd-run",
            [
                "--quiet", "--collect", $"--unit={Unit}", $"--description={Pod.Namespace()}/{Pod.Name()}", "--property=Restart=always", "--property=RestartSec=2s", "--property=StartLimitIntervalSec=0",
                "--property=TimeoutStopSec=30s", "--property=LimitNOFILE=1048576", .. properties.Select(property => $"--property={property}"),
                $"--setenv=PATH={Tool.Path}", $"--setenv={Start.Play(VersionOf(Image))}", "--",
                // systemd would put its own environment in.
                .. command.Select(word => word.Replace("$", "$$", StringComparison.Ordinal)),
            ]);
        if (started.Code != 0)
            throw new InvalidOperationException($"{Unit}: CreateContainerError: {started.Error.Trim()}");
    }

    public string Image => Pod.Items("spec", "containers").First().Text("image") ?? "";

    public static async Task StopAsync(string unit)
    {
        await Tool.TryAsync("systemctl", "stop", unit);
        File.Delete(FileOf(unit));
    }

    private static string FileOf(string unit) => $"{Folder}/{unit}.json";

    private static PodUnit? Read(string path)
    {
        var file = File.Exists(path) ? JsonNode.Parse(File.ReadAllText(path)) : null;
        return file?["pod"] is JsonObject pod ? new(Path.GetFileNameWithoutExtension(path), pod, file.Text("hash") ?? "") { Address = file.Text("address") ?? "" } : null;
    }

    private static string VersionOf(string image) => image.Split('/')[^1].Split(':') is [_, var tag] ? tag.Split('-')[0] : "0.0.0";
}
