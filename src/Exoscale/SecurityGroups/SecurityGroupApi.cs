using Masterplan.Exoscale.Http;
using Masterplan.Exoscale.Operations;

namespace Masterplan.Exoscale.SecurityGroups;

internal sealed class SecurityGroupApi(ExoscaleRequests requests) : ISecurityGroupApi
{
    public async Task<IReadOnlyList<SecurityGroup>> ListAsync(CancellationToken cancellationToken) =>
        (await requests.GetAsync<Answer>("security-group", cancellationToken).ConfigureAwait(false)).SecurityGroups;

    public Task<SecurityGroup> GetAsync(Guid id, CancellationToken cancellationToken) => requests.GetAsync<SecurityGroup>(Path(id), cancellationToken);

    public Task<Operation> CreateAsync(string name, string? description, CancellationToken cancellationToken) =>
        requests.PostAsync("security-group", new { Name = name, Description = description }, cancellationToken);

    public Task<Operation> DeleteAsync(Guid id, CancellationToken cancellationToken) => requests.DeleteAsync(Path(id), cancellationToken);

    public Task<Operation> AddRuleAsync(Guid groupId, NewSecurityGroupRule rule, CancellationToken cancellationToken) =>
        requests.PostAsync($"{Path(groupId)}/rules", rule, cancellationToken);

    public Task<Operation> DeleteRuleAsync(Guid groupId, Guid ruleId, CancellationToken cancellationToken) =>
        requests.DeleteAsync($"{Path(groupId)}/rules/{ruleId}", cancellationToken);

    public Task<Operation> AttachAsync(Guid groupId, Guid instanceId, CancellationToken cancellationToken) =>
        requests.PutAsync($"{Path(groupId)}:attach", new { Instance = new ResourceRef(instanceId) }, cancellationToken);

    public Task<Operation> DetachAsync(Guid groupId, Guid instanceId, CancellationToken cancellationToken) =>
        requests.DetachAsync($"{Path(groupId)}:detach", new { Instance = new ResourceRef(instanceId) }, cancellationToken);

    private static string Path(Guid id) => $"security-group/{id}";

    private sealed record Answer(IReadOnlyList<SecurityGroup> SecurityGroups);
}
