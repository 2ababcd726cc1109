using Masterplan.Exoscale.Http;
using Masterplan.Exoscale.Operations;

namespace Masterplan.Exoscale.Instances;

internal sealed class InstanceApi(ExoscaleRequests requests) : IInstanceApi
{
    public async Task<IReadOnlyList<Instance>> ListAsync(string? ipAddress, CancellationToken cancellationToken) =>
        (await requests.GetAsync<Answer>("instance", [("ip-address", ipAddress)], cancellationToken).ConfigureAwait(false)).Instances;

    public Task<Instance> GetAsync(Guid id, CancellationToken cancellationToken) => requests.GetAsync<Instance>(Path(id), cancellationToken);

    public Task<Instance?> FindAsync(Guid id, CancellationToken cancellationToken) => requests.FindAsync<Instance>(Path(id), cancellationToken);

    public Task<Operation> CreateAsync(NewInstance instance, CancellationToken cancellationToken) => requests.PostAsync("instance", instance, cancellationToken);

    public Task<Operation> UpdateAsync(Guid id, InstanceUpdate update, CancellationToken cancellationToken) => requests.PutAsync(Path(id), update, cancellationToken);

    public Task<Operation> StartAsync(Guid id, CancellationToken cancellationToken) => requests.PutAsync($"{Path(id)}:start", new object(), cancellationToken);

    public Task<Operation> StopAsync(Guid id, CancellationToken cancellationToken) => requests.PutAsync($"{Path(id)}:stop", null, cancellationToken);

    public Task<Operation> RebootAsync(Guid id, CancellationToken cancellationToken) => requests.PutAsync($"{Path(id)}:reboot", null, cancellationToken);

    public Task<Operation> DeleteAsync(Guid id, CancellationToken cancellationToken) => requests.DeleteAsync(Path(id), cancellationToken);

    public Task<Operation> AddProtectionAsync(Guid id, CancellationToken cancellationToken) =>
        requests.PutAsync($"{Path(id)}:add-protection", null, cancellationToken);

    public Task<Operation> RemoveProtectionAsync(Guid id, CancellationToken cancellationToken) =>
        requests.PutAsync($"{Path(id)}:remove-protection", null, cancellationToken);

    private static string Path(Guid id) => $"instance/{id}";

    private sealed record Answer(IReadOnlyList<Instance> Instances);
}
