using Masterplan.Exoscale.Operations;

namespace Masterplan.Exoscale.ElasticIps;

/// <summary>The zone's elastic IPs. One with a health check is managed: its traffic goes to the healthy instances it is attached to.</summary>
public interface IElasticIpApi
{
    Task<IReadOnlyList<ElasticIp>> ListAsync(CancellationToken cancellationToken = default);

    /// <summary>One elastic IP; not found is an error.</summary>
    Task<ElasticIp> GetAsync(Guid id, CancellationToken cancellationToken = default);

    /// <summary>Reserves an address; the operation's reference is its id.</summary>
    Task<Operation> CreateAsync(NewElasticIp elasticIp, CancellationToken cancellationToken = default);

    /// <summary>Changes what is set in <paramref name="update"/>; the map of labels is replaced as a whole.</summary>
    Task<Operation> UpdateAsync(Guid id, ElasticIpUpdate update, CancellationToken cancellationToken = default);

    /// <summary>Gives the address back; one that is gone already counts as done, one that is attached is a conflict.</summary>
    Task<Operation> DeleteAsync(Guid id, CancellationToken cancellationToken = default);

    /// <summary>Attaches the address to an instance; several may hold it. It does not tell its holders: the instances do.</summary>
    Task<Operation> AttachAsync(Guid id, Guid instanceId, CancellationToken cancellationToken = default);

    /// <summary>Detaches the address from an instance; either of them gone already counts as done.</summary>
    Task<Operation> DetachAsync(Guid id, Guid instanceId, CancellationToken cancellationToken = default);
}
