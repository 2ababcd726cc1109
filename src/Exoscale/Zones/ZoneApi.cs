using Masterplan.Exoscale.Http;

namespace Masterplan.Exoscale.Zones;

internal sealed class ZoneApi(ExoscaleRequests requests) : IZoneApi
{
    public async Task<IReadOnlyList<Zone>> ListAsync(CancellationToken cancellationToken) =>
        (await requests.GetAsync<Answer>("zone", cancellationToken).ConfigureAwait(false)).Zones;

    private sealed record Answer(IReadOnlyList<Zone> Zones);
}
