using Masterplan.Exoscale.Http;
using Masterplan.Exoscale.Operations;

namespace Masterplan.Exoscale.ElasticIps;

internal sealed class ElasticIpApi(ExoscaleRequests requests) : IElasticIpApi
{
    public async Task<IReadOnlyList<ElasticIp>> ListAsync(CancellationToken cancellationToken) =>
        (await requests.GetAsync<Answer>("elastic-ip", cancellationToken).ConfigureAwait(false)).ElasticIps;

    public Task<ElasticIp> GetAsync(Guid id, CancellationToken cancellationToken) => requests.GetAsync<ElasticIp>(Path(id), cancellationToken);

    public Task<Operation> CreateAsync(NewElasticIp elasticIp, CancellationToken cancellationToken) => requests.PostAsync("elastic-ip", elasticIp, cancellationToken);

    public Task<Operation> UpdateAsync(Guid id, ElasticIpUpdate update, CancellationToken cancellationToken) => requests.PutAsync(Path(id), update, cancellationToken);

    public Task<Operation> DeleteAsync(Guid id, CancellationToken cancellationToken) => requests.DeleteAsync(Path(id), cancellationToken);

    public Task<Operation> AttachAsync(Guid id, Guid instanceId, CancellationToken cancellationToken) =>
        requests.PutAsync($"{Path(id)}:attach", new { Instance = new ResourceRef(instanceId) }, cancellationToken);

    public Task<Operation> DetachAsync(Guid id, Guid instanceId, CancellationToken cancellationToken) =>
        requests.DetachAsync($"{Path(id)}:detach", new { Instance = new ResourceRef(instanceId) }, cancellationToken);

    private static string Path(Guid id) => $"elastic-ip/{id}";

    private sealed record Answer(IReadOnlyList<ElasticIp> ElasticIps);
}
