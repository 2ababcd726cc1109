using Masterplan.Rehearsal.Cloud.Operations;
using Masterplan.Rehearsal.Cloud.Requests;
using Masterplan.Rehearsal.Cloud.State;
using Masterplan.Rehearsal.Machines;

namespace Masterplan.Rehearsal.Cloud.Resources;

/// <summary>What operations do to instances and their machines.</summary>
internal sealed class InstanceEffects(CloudState state, IMachines machines) : IResource
{
    public IEnumerable<Route> Routes => [];

    public IEnumerable<Effect> Effects =>
    [
        new("create-instance") { OnMachine = CreateAsync, Apply = Created, Undo = o => Put(o, InstanceStates.Starting, InstanceStates.Error) },
        new("start-instance") { OnMachine = StartAsync, Apply = Started, Undo = o => Put(o, InstanceStates.Starting, InstanceStates.Stopped) },
        new("stop-instance")
        {
            OnMachine = (o, cancellation) => machines.StopAsync(o.Target, cancellation),
            Apply = o => Put(o, InstanceStates.Stopping, InstanceStates.Stopped),
            Undo = o => Put(o, InstanceStates.Stopping, InstanceStates.Running),
        },
        new("reboot-instance") { OnMachine = RebootAsync },
        new("delete-instance") { OnMachine = (o, cancellation) => machines.DeleteAsync(o.Target, cancellation), Apply = Deleted, Undo = Kept },
    ];

    /// <summary>The machines that were on when the process ended.</summary>
    internal IReadOnlyCollection<Machine> Running()
    {
        lock (state.Gate)
            return [.. state.Instances.All.Where(i => i.State is InstanceStates.Running or InstanceStates.Stopping && i.HasMachine).Select(ToMachine)];
    }

    private Task CreateAsync(OperationRecord operation, CancellationToken cancellationToken) =>
        Expecting(operation, InstanceStates.Starting) is { AutoStart: true } instance ? machines.CreateAsync(Machine(instance), cancellationToken) : Task.CompletedTask;

    private void Created(OperationRecord operation)
    {
        var instance = Demand(operation, InstanceStates.Starting);
        state.Instances.Put(instance.Id, instance with
        {
            State = instance.AutoStart ? InstanceStates.Running : InstanceStates.Stopped,
            HasMachine = instance.AutoStart,
            HasAddress = instance.PublicIpAssignment != "none",
        });
    }

    private Task StartAsync(OperationRecord operation, CancellationToken cancellationToken) => Expecting(operation, InstanceStates.Starting) switch
    {
        null => Task.CompletedTask,
        { HasMachine: true } instance => machines.StartAsync(Machine(instance), cancellationToken),
        var instance => machines.CreateAsync(Machine(instance), cancellationToken),
    };

    private void Started(OperationRecord operation)
    {
        var instance = Demand(operation, InstanceStates.Starting);
        state.Instances.Put(instance.Id, instance with { State = InstanceStates.Running, HasMachine = true });
    }

    private Task RebootAsync(OperationRecord operation, CancellationToken cancellationToken) =>
        Expecting(operation, InstanceStates.Running) is null ? Task.CompletedTask : machines.RebootAsync(operation.Target, cancellationToken);

    private void Deleted(OperationRecord operation)
    {
        state.Instances.Remove(operation.Target);
        state.UserData.Remove(operation.Target);
    }

    private void Kept(OperationRecord operation)
    {
        var before = operation.Arguments?.GetString();
        var next = before is InstanceStates.Running or InstanceStates.Stopped ? before : InstanceStates.Error;
        Put(operation, InstanceStates.Destroying, next);
    }

    private void Put(OperationRecord operation, string from, string to)
    {
        if (Expecting(operation, from) is { } instance)
            state.Instances.Put(instance.Id, instance with { State = to });
    }

    private InstanceRecord Demand(OperationRecord operation, string expected) =>
        Expecting(operation, expected) ?? throw Refusal.Conflict($"Instance '{operation.Subject}' was taken away meanwhile");

    private InstanceRecord? Expecting(OperationRecord operation, string expected)
    {
        lock (state.Gate)
            return state.Instances.Find(operation.Target) is { } instance && instance.State == expected ? instance : null;
    }

    private Machine Machine(InstanceRecord instance)
    {
        lock (state.Gate)
            return ToMachine(instance);
    }

    private Machine ToMachine(InstanceRecord instance)
    {
        var type = InstanceTypeSpec.Find(instance.TypeId)!;
        var userData = state.UserData.Find(instance.Id) is { } encoded ? UserDataCheck.Decode(encoded) : "";
        return new(instance.Id, instance.Name, instance.Address, userData, type.Cpus, type.Memory, instance.DiskSize);
    }
}
