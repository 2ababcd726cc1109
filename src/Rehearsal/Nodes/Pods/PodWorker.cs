using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Masterplan.Rehearsal.Kubernetes.Objects;
using Masterplan.Rehearsal.Latencies;
using Masterplan.Rehearsal.Nodes.Processes;
using Masterplan.Rehearsal.Nodes.Programs;

namespace Masterplan.Rehearsal.Nodes.Pods;

/// <summary>One pod on a machine: its containers, started and restarted by its rules until it is stopped.</summary>
public sealed class PodWorker(SimulatedMachine machine, JsonObject pod, string uid, string hash, bool isStatic)
{
    private readonly ConcurrentDictionary<string, ContainerStatus> statuses = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource stopping = CancellationTokenSource.CreateLinkedTokenSource(machine.Power);
    private Task running = Task.CompletedTask;

    /// <summary>Called whenever a container's state changed.</summary>
    public Action<PodWorker>? Changed { get; set; }

    public JsonObject Pod => pod;

    public string Uid => uid;

    public string Hash => hash;

    public bool IsStatic => isStatic;

    public bool IsStopping => stopping.IsCancellationRequested;

    public string Name => isStatic ? $"{pod.Name()}-{machine.Name}" : pod.Name();

    public string Scope => pod.Namespace() is { Length: > 0 } scope ? scope : "default";

    public DateTimeOffset Created { get; } = machine.World.Now;

    public ConcurrentDictionary<string, ProcessLog> Logs { get; } = new(StringComparer.Ordinal);

    public IReadOnlyList<ContainerStatus> Containers => [.. pod.Items("spec", "containers").Select(c => statuses.GetValueOrDefault(c.Text("name") ?? string.Empty)).OfType<ContainerStatus>()];

    public void Start() => running = Task.WhenAll(pod.Items("spec", "containers").Select(c => Task.Run(() => Keep(c))));

    public async Task Stop()
    {
        await stopping.CancelAsync().ConfigureAwait(false);
        await running.ConfigureAwait(false);
        machine.Containers.Remove(this);
    }

    private async Task Keep(JsonObject container)
    {
        var name = container.Text("name") ?? "unnamed";
        var key = $"{uid}/{name}";
        var known = machine.State.Look(s => s.Containers.TryGetValue(key, out var count) ? count : (int?)null);
        var restored = known is not null;
        var restarts = known ?? 0;
        var log = Logs.GetOrAdd(name, _ => new ProcessLog(machine.World.Pace.Clock));
        var backOff = TimeSpan.FromSeconds(10);
        try
        {
            while (true)
            {
                var started = machine.World.Now;
                var (code, message) = await TryOnce(container, name, log, restarts, restored).ConfigureAwait(false);
                if (stopping.IsCancellationRequested || pod.Text("spec", "restartPolicy") is "Never" || (code == 0 && pod.Text("spec", "restartPolicy") == "OnFailure"))
                {
                    Set(container, name, "terminated", code == 0 ? "Completed" : "Error", restarts, false, code, message);
                    break;
                }

                restored = false;
                if (machine.World.Pace.ToSimulated(machine.World.Now - started) > TimeSpan.FromMinutes(10))
                    backOff = TimeSpan.FromSeconds(10);
                Set(container, name, "waiting", "CrashLoopBackOff", restarts, false, code, message);
                await machine.World.Pace.Wait(backOff, stopping.Token).ConfigureAwait(false);
                backOff = TimeSpan.FromSeconds(Math.Min(300, backOff.TotalSeconds * 2));
                restarts++;
            }
        }
        catch (OperationCanceledException)
        {
            Set(container, name, "terminated", "Completed", restarts, false, 0, string.Empty);
        }

        if (!machine.Power.IsCancellationRequested)
            machine.State.Change(s => s.Containers.Remove(key));
    }

    /// <summary>A container that cannot be run at all is one that fails, to be started again.</summary>
    private async Task<(int Code, string Message)> TryOnce(JsonObject container, string name, ProcessLog log, int restarts, bool restored)
    {
        try
        {
            return await RunOnce(container, name, log, restarts, restored).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            log.Add($"panic: {e}");
            return (128, e.Message);
        }
    }

    private async Task<(int Code, string Message)> RunOnce(JsonObject container, string name, ProcessLog log, int restarts, bool restored)
    {
        var image = container.Text("image") ?? string.Empty;
        Set(container, name, "waiting", "ContainerCreating", restarts, false, 0, string.Empty);
        await machine.Containers.Pull(image, isStatic ? LatencySteps.ImagePull : LatencySteps.AddOnPull, stopping.Token).ConfigureAwait(false);
        var argv = container.Texts("command").Concat(container.Texts("args")).ToList();
        var isNamed = container.Texts("command").Any();
        var program = isNamed ? Path.GetFileName(argv[0]) : ImageName(image);
        var context = new ProcessContext(machine, program, isNamed ? argv[1..] : argv, new DiskView(machine.Disk, Mounts(container)), log, VersionOf(image))
        {
            Environment = container.Items("env").ToDictionary(e => e.Text("name") ?? string.Empty, e => e.Text("value") ?? string.Empty, StringComparer.Ordinal),
            IsRestored = restored,
        };
        var simulated = ProgramTable.Create(program);
        if (simulated is GenericProgram)
            await context.Impose(LatencySteps.AddOnStart, 5, stopping.Token).ConfigureAwait(false);
        machine.State.Change(s => s.Containers[$"{uid}/{name}"] = restarts);
        Set(container, name, "running", string.Empty, restarts, false, 0, string.Empty);
        using var process = SimulatedProcess.Start(simulated, context, machine.Power);
        var stop = stopping.Token.Register(() => _ = process.StopAsync());
        await using (stop.ConfigureAwait(false))
        {
            if (await Task.WhenAny(context.WhenReady, process.Exit).ConfigureAwait(false) == context.WhenReady && !process.Exit.IsCompleted)
                Set(container, name, "running", string.Empty, restarts, true, 0, string.Empty);
            return (await process.Exit.ConfigureAwait(false), log.Last(1).Select(l => l.Text).FirstOrDefault() ?? string.Empty);
        }
    }

    private void Set(JsonObject container, string name, string state, string reason, int restarts, bool ready, int code, string message)
    {
        var id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{uid}/{name}/{restarts}/{hash}")));
        statuses[name] = new ContainerStatus(name, container.Text("image") ?? string.Empty, id, state, reason, restarts, ready, code, message, machine.World.Now);
        Changed?.Invoke(this);
        machine.Changed.Raise();
    }

    private List<(string Inside, string Outside, bool ReadOnly)> Mounts(JsonObject container)
    {
        var volumes = pod.Items("spec", "volumes").ToDictionary(v => v.Text("name") ?? string.Empty, v => v.Text("hostPath", "path") ?? $"/var/lib/kubelet/pods/{uid}/volumes/{v.Text("name")}", StringComparer.Ordinal);
        return [.. container.Items("volumeMounts").Where(m => volumes.ContainsKey(m.Text("name") ?? string.Empty))
            .Select(m => (m.Text("mountPath") ?? "/", volumes[m.Text("name")!] + (m.Text("subPath") is { } sub ? "/" + sub : string.Empty), m.Flag("readOnly")))];
    }

    private static string ImageName(string image) => image.Split('@')[0].Split('/')[^1].Split(':')[0];

    private static string VersionOf(string image)
    {
        var tag = image.Split('@')[0].Split('/')[^1].Split(':').ElementAtOrDefault(1) ?? "latest";
        return tag.TrimStart('v').Split('-')[0];
    }
}
