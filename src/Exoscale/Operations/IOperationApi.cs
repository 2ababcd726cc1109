namespace Masterplan.Exoscale.Operations;

/// <summary>The changes that are under way in the zone.</summary>
public interface IOperationApi
{
    /// <summary>The operation as it is now; not found is an error.</summary>
    Task<Operation> GetAsync(Guid id, CancellationToken cancellationToken = default);
}
