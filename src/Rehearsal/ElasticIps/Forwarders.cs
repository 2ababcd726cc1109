using Masterplan.Rehearsal.Cloud.Operations;
using Masterplan.Rehearsal.Cloud.State;
using Masterplan.Rehearsal.Latencies;
using Microsoft.Extensions.Logging;

namespace Masterplan.Rehearsal.ElasticIps;

/// <summary>Keeps one forwarder for each managed elastic IP, as the state of the cloud has it.</summary>
internal sealed class Forwarders : IAsyncDisposable
{
    private readonly CloudState state;
    private readonly OperationQueue queue;
    private readonly Pace pace;
    private readonly ILogger<Forwarders> log;
    private readonly Lock gate = new();
    private readonly Dictionary<Guid, Forwarder> forwarders = [];

    public Forwarders(CloudState state, OperationQueue queue, Pace pace, ILogger<Forwarders> log)
    {
        (this.state, this.queue, this.pace, this.log) = (state, queue, pace, log);
        queue.Changed += Refresh;
    }

    internal void Refresh()
    {
        lock (gate)
        {
            var specs = Specs().ToDictionary(s => s.Id);
            foreach (var (id, forwarder) in forwarders.Where(f => !specs.TryGetValue(f.Key, out var s) || !f.Value.Serves(s)).ToList())
            {
                forwarders.Remove(id);
                forwarder.Dispose();
            }

            foreach (var spec in specs.Values)
            {
                if (Find(spec) is { } forwarder)
                    forwarder.Update(spec);
            }
        }
    }

    public ValueTask DisposeAsync()
    {
        queue.Changed -= Refresh;
        lock (gate)
        {
            foreach (var forwarder in forwarders.Values)
                forwarder.Dispose();
            forwarders.Clear();
        }

        return ValueTask.CompletedTask;
    }

    private Forwarder? Find(ForwarderSpec spec)
    {
        if (forwarders.TryGetValue(spec.Id, out var forwarder))
            return forwarder;
        try
        {
            return forwarders[spec.Id] = Forwarder.Start(spec, pace, log);
        }
        catch (System.Net.Sockets.SocketException e)
        {
            log.LogError(e, "Elastic IP {Address} cannot listen on port {Port}", spec.Address, spec.Check.Port);
            return null;
        }
    }

    private List<ForwarderSpec> Specs()
    {
        lock (state.Gate)
        {
            return
            [
                .. state.ElasticIps.All.Where(e => e.HealthCheck is not null)
                    .Select(e => new ForwarderSpec(e.Id, e.Address, e.HealthCheck!, [.. Targets(e.Id, e.HealthCheck!.Port)])),
            ];
        }
    }

    private IEnumerable<ForwarderTarget> Targets(Guid elasticIp, int port) => state.Instances.All
        .Where(i => i.State == InstanceStates.Running && i.ElasticIps.Contains(elasticIp))
        .Select(i => new ForwarderTarget(i.Id, i.Address, Firewall.Admits(i.SecurityGroups.Select(state.SecurityGroups.Find).OfType<SecurityGroupRecord>(), port)));
}
