using System.Collections.Concurrent;
using Masterplan.Activities.Cloud;
using Masterplan.Exoscale;
using Masterplan.Runtime.Hosts;

namespace Masterplan.Host.Composition;

/// <summary>One client for each zone.</summary>
internal sealed class Clouds(CloudEndpoint endpoint, IHostLease lease, TimeProvider clock) : IClouds, IDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<ExoscaleApi>> zones = new(StringComparer.Ordinal);

    public bool IsRehearsal => endpoint.IsRehearsal;

    public IExoscaleApi Zone(string zone) => zones.GetOrAdd(zone, name => new(() => Create(name))).Value;

    public void Dispose()
    {
        foreach (var zone in zones.Values.Where(zone => zone.IsValueCreated))
            zone.Value.Dispose();
    }

    private ExoscaleApi Create(string zone)
    {
        var options = new ExoscaleOptions { Zone = zone, ApiKey = endpoint.ApiKey, ApiSecret = endpoint.ApiSecret, Endpoint = endpoint.Address, Speed = endpoint.Speed };
        return new(options, clock, new LeaseGuard(lease) { InnerHandler = ExoscaleApi.Connection(options) });
    }
}
