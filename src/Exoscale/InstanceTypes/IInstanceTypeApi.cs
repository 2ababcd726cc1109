namespace Masterplan.Exoscale.InstanceTypes;

/// <summary>The sizes that instances can have.</summary>
public interface IInstanceTypeApi
{
    /// <summary>All instance types, also those that the organisation is not authorised for.</summary>
    Task<IReadOnlyList<InstanceType>> ListAsync(CancellationToken cancellationToken = default);

    /// <summary>One instance type; not found is an error.</summary>
    Task<InstanceType> GetAsync(Guid id, CancellationToken cancellationToken = default);
}
