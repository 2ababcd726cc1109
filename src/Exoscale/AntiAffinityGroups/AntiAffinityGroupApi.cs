using Masterplan.Exoscale.Http;
using Masterplan.Exoscale.Operations;

namespace Masterplan.Exoscale.AntiAffinityGroups;

internal sealed class AntiAffinityGroupApi(ExoscaleRequests requests) : IAntiAffinityGroupApi
{
    public async Task<IReadOnlyList<AntiAffinityGroup>> ListAsync(CancellationToken cancellationToken) =>
        (await requests.GetAsync<Answer>("anti-affinity-group", cancellationToken).ConfigureAwait(false)).AntiAffinityGroups;

    public Task<AntiAffinityGroup> GetAsync(Guid id, CancellationToken cancellationToken) =>
        requests.GetAsync<AntiAffinityGroup>($"anti-affinity-group/{id}", cancellationToken);

    public Task<Operation> CreateAsync(string name, string? description, CancellationToken cancellationToken) =>
        requests.PostAsync("anti-affinity-group", new { Name = name, Description = description }, cancellationToken);

    public Task<Operation> DeleteAsync(Guid id, CancellationToken cancellationToken) => requests.DeleteAsync($"anti-affinity-group/{id}", cancellationToken);

    private sealed record Answer(IReadOnlyList<AntiAffinityGroup> AntiAffinityGroups);
}
