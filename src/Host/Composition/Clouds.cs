using System.Collections.Concurrent;
using Masterplan.Activities.Cloud;
using Masterplan.Exoscale;

namespace Masterplan.Host.Composition;

/// <summary>One client for each zone.</summary>
internal sealed class Clouds(CloudEndpoint endpoint, TimeProvider clock) : IClouds, IDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<ExoscaleApi>> zones = new(StringComparer.Ordinal);

    public bool IsRehearsal => endpoint.IsRehearsal;

    public IExoscaleApi Zone(string zone) => zones.GetOrAdd(zone, name => new(() => new ExoscaleApi(
        new ExoscaleOptions { Zone = name, ApiKey = endpoint.ApiKey, ApiSecret = endpoint.ApiSecret, Endpoint = endpoint.Address, Speed = endpoint.Speed },
        clock))).Value;

    public void Dispose()
    {
        foreach (var zone in zones.Values.Where(zone => zone.IsValueCreated))
            zone.Value.Dispose();
    }
}
