using Masterplan.Exoscale.Http;

namespace Masterplan.Exoscale.Operations;

internal sealed class OperationApi(ExoscaleRequests requests) : IOperationApi
{
    public Task<Operation> GetAsync(Guid id, CancellationToken cancellationToken) => requests.GetAsync<Operation>($"operation/{id}", cancellationToken);
}
