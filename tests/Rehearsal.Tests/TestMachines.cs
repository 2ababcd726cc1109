using System.Collections.Concurrent;
using Masterplan.Rehearsal.Machines;

namespace Masterplan.Rehearsal.Tests;

/// <summary>Machines that only write down what happens to them.</summary>
internal sealed class TestMachines : IMachines
{
    private readonly ConcurrentQueue<string> calls = new();

    public IReadOnlyList<string> Calls => [.. calls];

    public ConcurrentDictionary<Guid, Machine> Machines { get; } = new();

    public Task RestoreAsync(IReadOnlyCollection<Machine> running, CancellationToken cancellationToken)
    {
        foreach (var machine in running)
            Note("restore", machine);
        return Task.CompletedTask;
    }

    public Task CreateAsync(Machine machine, CancellationToken cancellationToken) => Note("create", machine);

    public Task StartAsync(Machine machine, CancellationToken cancellationToken) => Note("start", machine);

    public Task StopAsync(Guid id, CancellationToken cancellationToken) => Note("stop", Machines[id]);

    public Task RebootAsync(Guid id, CancellationToken cancellationToken) => Note("reboot", Machines[id]);

    public Task DeleteAsync(Guid id, CancellationToken cancellationToken)
    {
        if (Machines.TryRemove(id, out var machine))
            calls.Enqueue($"delete {machine.Name}");
        return Task.CompletedTask;
    }

    private Task Note(string what, Machine machine)
    {
        Machines[machine.Id] = machine;
        calls.Enqueue($"{what} {machine.Name}");
        return Task.CompletedTask;
    }
}
