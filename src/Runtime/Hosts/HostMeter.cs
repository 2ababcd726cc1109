using System.Diagnostics.Metrics;
using Masterplan.Runtime.Execution;
using Masterplan.Runtime.Store;

namespace Masterplan.Runtime.Hosts;

/// <summary>Measures of this host's queue.</summary>
internal sealed class HostMeter : IDisposable
{
    private readonly Meter _meter = new(RunTelemetry.Name);

    public HostMeter(RunQueue queue, HostLease lease, StoreAvailability availability)
    {
        _meter.CreateObservableGauge("masterplan.queue.depth", () => queue.Ready.Count, null, "Instances that wait for their turn at this host.");
        _meter.CreateObservableGauge("masterplan.queue.age", () => queue.Age.TotalSeconds, "s", "How long the instance that is next has waited for its turn at this host.");
        _meter.CreateObservableGauge("masterplan.queue.executing", () => Math.Max(0, queue.Count - queue.Ready.Count), null, "Instances that this host executes; with many hosts, the leases it holds.");
        _meter.CreateObservableGauge("masterplan.lease.held", () => lease.IsHeld ? 1 : 0, null, "0 while this host may have lost its leases.");
        _meter.CreateObservableGauge("masterplan.store.available", () => availability.Loss is null ? 1 : 0, null, "0 while the database does not answer.");
    }

    public void Dispose() => _meter.Dispose();
}
