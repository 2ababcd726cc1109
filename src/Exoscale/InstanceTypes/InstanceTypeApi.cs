using Masterplan.Exoscale.Http;

namespace Masterplan.Exoscale.InstanceTypes;

internal sealed class InstanceTypeApi(ExoscaleRequests requests) : IInstanceTypeApi
{
    public async Task<IReadOnlyList<InstanceType>> ListAsync(CancellationToken cancellationToken) =>
        (await requests.GetAsync<Answer>("instance-type", cancellationToken).ConfigureAwait(false)).InstanceTypes;

    public Task<InstanceType> GetAsync(Guid id, CancellationToken cancellationToken) => requests.GetAsync<InstanceType>($"instance-type/{id}", cancellationToken);

    private sealed record Answer(IReadOnlyList<InstanceType> InstanceTypes);
}
