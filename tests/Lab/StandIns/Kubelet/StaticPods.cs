using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Masterplan.Rehearsal.Kubernetes.Objects;

namespace Masterplan.StandIns.Kubelet;

/// <summary>Runs what lies in the folder of manifests: every file but dotfiles. A changed manifest is another pod: the old one ends before it starts.</summary>
internal sealed class StaticPods(string folder, string node)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>The pods as their mirrors are named, with what they run as.</summary>
    public IReadOnlyList<PodUnit> Running { get; private set; } = [];

    public Task RunAsync(CancellationToken stop) => Loop.RunAsync("static pods", Pause, _ => SyncAsync(), stop);

    private async Task SyncAsync()
    {
        var wanted = Directory.GetFiles(folder).Where(file => !Path.GetFileName(file).StartsWith('.')).Select(Read).OfType<PodUnit>().ToDictionary(pod => pod.Unit, StringComparer.Ordinal);
        var known = PodUnit.All().Where(pod => pod.Pod.Text("metadata", "annotations", "kubernetes.io/config.source") == "file").ToDictionary(pod => pod.Unit, StringComparer.Ordinal);
        var states = await PodUnit.StatesAsync();
        var going = known.Values.Where(pod => !wanted.TryGetValue(pod.Unit, out var now) || now.Hash != pod.Hash).Select(pod => pod.Unit).ToList();
        await Task.WhenAll(going.Select(PodUnit.StopAsync));
        var starting = new List<Task>();
        foreach (var pod in wanted.Values.Where(pod => going.Contains(pod.Unit) || !states.ContainsKey(pod.Unit) || !known.ContainsKey(pod.Unit)))
            starting.Add(StartAsync(pod));
        Running = [.. wanted.Values];
        await Task.WhenAll(starting);
    }

    private PodUnit? Read(string file)
    {
        try
        {
            var text = File.ReadAllText(file);
            if (Yaml.Parse(text) is not JsonObject pod || pod.Text("kind") != "Pod" || !pod.Items("spec", "containers").Any())
                throw new FormatException("couldn't parse as pod");
            var (unit, hash) = (PodUnit.UnitOf(pod.Name()), Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..32]);
            pod.Make("metadata")["name"] = $"{pod.Name()}-{node}";
            var annotations = pod.Make("metadata", "annotations");
            annotations["kubernetes.io/config.hash"] = hash;
            annotations["kubernetes.io/config.mirror"] = hash;
            annotations["kubernetes.io/config.source"] = "file";
            pod.Make("spec")["nodeName"] = node;
            return new(unit, pod, hash);
        }
        catch (Exception e) when (e is FormatException or IOException or YamlDotNet.Core.YamlException)
        {
            Console.Error.WriteLine($"\"Could not process manifest file\" err=\"{file}: {e.Message}\"");
            return null;
        }
    }

    private static Task StartAsync(PodUnit pod)
    {
        var missing = pod.Pod.Items("spec", "volumes")
            .Where(volume => volume.Text("hostPath", "type") is "File" or "Directory")
            .Select(volume => volume.Text("hostPath", "path"))
            .FirstOrDefault(path => !Path.Exists(path));
        if (missing is not null)
            throw new InvalidOperationException($"{pod.Unit}: MountVolume.SetUp failed: hostPath type check failed: {missing} does not exist");
        return pod.StartAsync(pod.Pod.Items("spec", "containers").First().Texts("command"));
    }
}
