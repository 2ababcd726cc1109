namespace Masterplan.Exoscale.Quotas;

/// <summary>How much of each kind of resource the organisation may have.</summary>
public interface IQuotaApi
{
    Task<IReadOnlyList<Quota>> ListAsync(CancellationToken cancellationToken = default);
}
