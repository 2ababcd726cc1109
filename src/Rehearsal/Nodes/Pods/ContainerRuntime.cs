using System.Collections.Concurrent;

namespace Masterplan.Rehearsal.Nodes.Pods;

/// <summary>containerd: the pods of a machine and its images. Pods outlive the kubelet that started them.</summary>
public sealed class ContainerRuntime(SimulatedMachine machine)
{
    private readonly ConcurrentDictionary<string, PodWorker> pods = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Lazy<Task>> pulls = new(StringComparer.Ordinal);

    public bool IsRunning => machine.Units.IsActive("containerd.service");

    public IReadOnlyCollection<PodWorker> Pods => [.. pods.Values];

    public IReadOnlyCollection<string> Images => machine.State.Look(s => s.Images.Order().ToList());

    public PodWorker? Find(string uid) => pods.GetValueOrDefault(uid);

    public void Add(PodWorker worker) => pods[worker.Uid] = worker;

    public void Remove(PodWorker worker) => pods.TryRemove(new KeyValuePair<string, PodWorker>(worker.Uid, worker));

    /// <summary>Pulls an image unless it is there; pulled once however many ask, and the wait noted as the step of who asked first.</summary>
    public Task Pull(string image, string step, CancellationToken cancellationToken) =>
        machine.State.Look(s => s.Images.Contains(image))
            ? Task.CompletedTask
            : pulls.GetOrAdd(image, i => new Lazy<Task>(() => PullOnce(i, step))).Value.WaitAsync(cancellationToken);

    public async Task StopAll()
    {
        await Task.WhenAll(Pods.Select(p => p.Stop())).ConfigureAwait(false);
        pods.Clear();
    }

    private async Task PullOnce(string image, string step)
    {
        try
        {
            await machine.World.Impose(machine.Name, step, TimeSpan.FromSeconds(12), machine.Power).ConfigureAwait(false);
            machine.State.Change(s => s.Images.Add(image));
        }
        finally
        {
            pulls.TryRemove(image, out _);
        }
    }
}
