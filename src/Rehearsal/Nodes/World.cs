using Masterplan.Rehearsal.Faults;
using Masterplan.Rehearsal.Latencies;
using Masterplan.Rehearsal.Nodes.Etcd;
using Masterplan.Rehearsal.Nodes.Processes;

namespace Masterplan.Rehearsal.Nodes;

/// <summary>What all simulated machines share: the time, the faults, the network between them.</summary>
public sealed class World
{
    public World(string stateFolder, Pace pace, LatencyLog latencies, FaultPlan faults)
    {
        StateFolder = stateFolder;
        Pace = pace;
        Latencies = latencies;
        Faults = faults;
        Etcds = new EtcdNetwork(this);
        Network = new Network();
    }

    public string StateFolder { get; }

    public Pace Pace { get; }

    public LatencyLog Latencies { get; }

    public FaultPlan Faults { get; }

    public EtcdNetwork Etcds { get; }

    public Network Network { get; }

    public DateTimeOffset Now => Pace.Clock.GetUtcNow();

    /// <summary>Imposes a wait: notes it, and lets it pass.</summary>
    public Task Impose(string subject, string step, TimeSpan simulated, CancellationToken cancellationToken)
    {
        if (simulated <= TimeSpan.Zero)
            return Task.CompletedTask;
        Latencies.Record(subject, step, simulated);
        return Pace.Wait(simulated, cancellationToken);
    }

    /// <summary>Waits for a signal, at most for the given simulated time; tells whether the signal came.</summary>
    public async Task<bool> Await(Task signal, TimeSpan atMost, CancellationToken cancellationToken)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var first = await Task.WhenAny(signal, Pace.Wait(atMost, enough.Token)).ConfigureAwait(false);
        await enough.CancelAsync().ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        return first == signal;
    }
}
