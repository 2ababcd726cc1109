using System.Collections.Concurrent;
using Masterplan.Activities.Nodes;
using Masterplan.Rehearsal.Faults;
using Masterplan.Rehearsal.Latencies;
using Masterplan.Rehearsal.Machines;
using Masterplan.Rehearsal.Nodes.Door;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace Masterplan.Rehearsal.Nodes;

/// <summary>The machines behind the simulated cloud's instances, and the door to them.</summary>
public sealed class SimulatedNodes(string stateFolder, Pace pace, LatencyLog latencies, FaultPlan faults) : IMachines, IAsyncDisposable
{
    private readonly ConcurrentDictionary<Guid, SimulatedMachine> machines = new();

    public World World { get; } = new(stateFolder, pace, latencies, faults);

    public void MapRoutes(IEndpointRouteBuilder routes)
    {
        new DoorRoutes(At, faults).Map(routes);
        routes.MapPost("/rehearsal/os-update", () => Update());
    }

    /// <summary>What update-engine does when it has written a new version beside the running one. Returns the nodes that wait for a reboot.</summary>
    private IReadOnlyList<string> Update()
    {
        var running = machines.Values.Where(machine => machine.IsUp).OrderBy(machine => machine.Name, StringComparer.Ordinal).ToList();
        running.ForEach(machine => machine.Disk.WriteText(RebootNode.Flag, ""));
        return [.. running.Select(machine => machine.Name)];
    }

    public SimulatedMachine? At(string address) => World.Network.At(address);

    public SimulatedMachine? Find(Guid id) => machines.GetValueOrDefault(id);

    public Task RestoreAsync(IReadOnlyCollection<Machine> running, CancellationToken cancellationToken)
    {
        var restored = running.Select(m => machines.GetOrAdd(m.Id, _ => new SimulatedMachine(World, m))).ToList();
        foreach (var machine in restored.Where(m => m.State.Phase == MachineState.Phases.Off))
            machine.PowerOn(isDead: false);
        restored.ForEach(m => m.Resume());
        return Task.CompletedTask;
    }

    public Task CreateAsync(Machine machine, CancellationToken cancellationToken)
    {
        var known = true;
        var simulated = machines.GetOrAdd(machine.Id, _ =>
        {
            known = false;
            return new SimulatedMachine(World, machine);
        });
        if (!known && simulated.State.Phase == MachineState.Phases.Off)
            simulated.PowerOn(IsStruckDead(machine));
        return Task.CompletedTask;
    }

    public Task StartAsync(Machine machine, CancellationToken cancellationToken)
    {
        var simulated = machines.GetOrAdd(machine.Id, _ => new SimulatedMachine(World, machine));
        if (simulated.State.Phase is MachineState.Phases.Off)
            simulated.PowerOn(isDead: false);
        return Task.CompletedTask;
    }

    public Task StopAsync(Guid id, CancellationToken cancellationToken) => Find(id)?.ShutDown() ?? Task.CompletedTask;

    public async Task RebootAsync(Guid id, CancellationToken cancellationToken)
    {
        if (Find(id) is { } machine && machine.State.Phase != MachineState.Phases.Dead)
            await machine.Reboot().ConfigureAwait(false);
    }

    public async Task DeleteAsync(Guid id, CancellationToken cancellationToken)
    {
        if (machines.TryRemove(id, out var machine))
            await machine.Destroy().ConfigureAwait(false);
        else if (Directory.Exists(SimulatedMachine.FolderOf(World, id)))
            Directory.Delete(SimulatedMachine.FolderOf(World, id), recursive: true);
    }

    /// <summary>Ends with the rehearsal's process: the machines stay as they are, and nothing writes to their disks any more.</summary>
    public async ValueTask DisposeAsync() => await Task.WhenAll(machines.Values.Select(machine => machine.Abandon())).ConfigureAwait(false);

    private bool IsStruckDead(Machine machine)
    {
        var mark = Path.Combine(World.StateFolder, "dead-node");
        if (!faults.IsOn(FaultNames.DeadNode) || File.Exists(mark) || !faults.Strikes(FaultNames.DeadNode, "instance", 0.4, atMost: 1))
            return false;
        File.WriteAllText(mark, machine.Id.ToString());
        return true;
    }
}
