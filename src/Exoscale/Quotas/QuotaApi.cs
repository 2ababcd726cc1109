using Masterplan.Exoscale.Http;

namespace Masterplan.Exoscale.Quotas;

internal sealed class QuotaApi(ExoscaleRequests requests) : IQuotaApi
{
    public async Task<IReadOnlyList<Quota>> ListAsync(CancellationToken cancellationToken) =>
        (await requests.GetAsync<Answer>("quota", cancellationToken).ConfigureAwait(false)).Quotas;

    private sealed record Answer(IReadOnlyList<Quota> Quotas);
}
