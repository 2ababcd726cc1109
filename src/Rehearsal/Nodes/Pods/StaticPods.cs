using System.IO.Hashing;
using System.Text;
using System.Text.Json.Nodes;
using Masterplan.Rehearsal.Kubernetes.Objects;
using Masterplan.Rehearsal.Nodes.Processes;

namespace Masterplan.Rehearsal.Nodes.Pods;

/// <summary>Runs what lies in the folder of manifests: every file but dotfiles, a forgotten backup as well.</summary>
public sealed class StaticPods(SimulatedMachine machine, string folder, string version, ProcessLog log, Action<PodWorker> changed)
{
    private readonly Dictionary<string, PodWorker> byFile = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Task> ending = new(StringComparer.Ordinal);
    private readonly Lock gate = new();

    public IReadOnlyList<PodWorker> Workers
    {
        get
        {
            lock (gate)
            {
                return [.. byFile.Values];
            }
        }
    }

    /// <summary>Starts what is new, stops what is gone; a changed pod's old process ends before the new one starts.</summary>
    public void Sync()
    {
        lock (gate)
        {
            var found = machine.Disk.List(folder).Where(n => n[0] != '.').Select(n => $"{folder}/{n}").Where(machine.Disk.IsFile).ToHashSet(StringComparer.Ordinal);
            foreach (var gone in byFile.Keys.Except(found).ToList())
                End(gone);
            foreach (var file in found)
                SyncFile(file);
            foreach (var stray in machine.Containers.Pods.Where(p => p is { IsStatic: true, IsStopping: false } && !byFile.ContainsValue(p)).ToList())
                _ = stray.Stop();
        }
    }

    private void SyncFile(string file)
    {
        var bytes = machine.Disk.Read(file);
        if (bytes is null)
            return;
        var hash = Convert.ToHexStringLower(XxHash128.Hash([.. bytes, .. Encoding.UTF8.GetBytes(machine.Name)]));
        if (byFile.TryGetValue(file, out var current) && current.Hash == hash)
            return;
        if (current is not null)
            End(file);
        if (Read(file, bytes) is not { } pod)
            return;
        var uid = Convert.ToHexStringLower(XxHash128.Hash(Encoding.UTF8.GetBytes($"{machine.Name}{file}{hash}")));
        // One that is being stopped has no life left to adopt, though the same file came back before it was gone.
        if (machine.Containers.Find(uid) is { IsStopping: false } survivor)
        {
            survivor.Changed = changed;
            byFile[file] = survivor;
            return;
        }

        var worker = new PodWorker(machine, pod, uid, hash, isStatic: true) { Changed = changed };
        byFile[file] = worker;
        var before = machine.Containers.Pods.Where(p => p.IsStatic && p.Name == worker.Name && !byFile.ContainsValue(p)).Select(p => p.Stop()).Append(ending.GetValueOrDefault(file) ?? Task.CompletedTask).ToList();
        machine.Containers.Add(worker);
        _ = StartAfter(Task.WhenAll(before), worker, file);
    }

    private async Task StartAfter(Task before, PodWorker worker, string file)
    {
        await before.ConfigureAwait(false);
        lock (gate)
        {
            if (byFile.GetValueOrDefault(file) == worker && !machine.Power.IsCancellationRequested)
                worker.Start();
        }
    }

    private void End(string file)
    {
        if (byFile.Remove(file, out var worker))
            ending[file] = worker.Stop();
    }

    private JsonObject? Read(string file, byte[] bytes)
    {
        try
        {
            if (Yaml.Parse(Encoding.UTF8.GetString(bytes)) is not JsonObject pod || pod.Text("kind") != "Pod" || pod.Text("apiVersion") != "v1")
                throw new FormatException("couldn't parse as pod");
            if (!pod.Items("spec", "containers").Any() || pod.Name().Length == 0)
                throw new FormatException("invalid pod: metadata.name or spec.containers missing");
            if (Refused(pod) is { } why)
                throw new FormatException(why);
            return pod;
        }
        catch (Exception e) when (e is FormatException or YamlDotNet.Core.YamlException or InvalidOperationException)
        {
            log.Add($"\"Could not process manifest file\" err=\"{file}: {e.Message}\"");
            return null;
        }
    }

    /// <summary>From 1.37 on a static pod may refer to no object of the API.</summary>
    private string? Refused(JsonObject pod)
    {
        var refers = pod.Text("spec", "serviceAccountName") is not null || pod.Items("spec", "volumes").Any(v => v["secret"] is not null || v["configMap"] is not null || v["persistentVolumeClaim"] is not null || v["projected"] is not null);
        return refers && string.CompareOrdinal(version, "1.37") >= 0 ? "static pods may not reference API objects (secret, configmap, serviceaccount)" : null;
    }
}
