using System.Collections.Concurrent;

namespace Masterplan.Rehearsal.Nodes.Processes;

/// <summary>Finds what listens at an address; machines come and go.</summary>
public sealed class Network
{
    private readonly ConcurrentDictionary<string, SimulatedMachine> machines = new(StringComparer.Ordinal);

    /// <summary>Raised whenever something began or ceased to listen.</summary>
    public Signal Changed { get; } = new();

    public void Join(SimulatedMachine machine) => machines[machine.Address] = machine;

    public void Leave(SimulatedMachine machine)
    {
        machines.TryRemove(new KeyValuePair<string, SimulatedMachine>(machine.Address, machine));
        Changed.Raise();
    }

    public SimulatedMachine? At(string address) => machines.GetValueOrDefault(address);

    /// <summary>The service of the given type behind an address as seen from a machine; null is "connection refused".</summary>
    public T? Connect<T>(SimulatedMachine from, string host, int port)
        where T : class
    {
        var machine = host is "127.0.0.1" or "localhost" or "::1" or "[::1]" || host == from.Name ? from : At(host);
        if (machine is not { IsRunning: true } || machine.Ports.ListenerAt(host, port) is not { } listener)
            return null;
        return listener.Service switch
        {
            T service => service,
            IForwarder forwarder => forwarder.Backends(port).Select(b => Connect<T>(machine, b.Host, b.Port)).FirstOrDefault(s => s is not null),
            _ => null,
        };
    }
}
