using Masterplan.Exoscale.Operations;

namespace Masterplan.Exoscale.Instances;

/// <summary>The zone's compute instances.</summary>
public interface IInstanceApi
{
    /// <summary>All instances, as thin items: anti-affinity groups, elastic IPs, disk size and user data need <see cref="GetAsync"/>.</summary>
    /// <param name="ipAddress">Only those with this public address or elastic IP; all when unset.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task<IReadOnlyList<Instance>> ListAsync(string? ipAddress = null, CancellationToken cancellationToken = default);

    /// <summary>One instance; not found is an error.</summary>
    Task<Instance> GetAsync(Guid id, CancellationToken cancellationToken = default);

    /// <summary>One instance, or null when it is gone.</summary>
    Task<Instance?> FindAsync(Guid id, CancellationToken cancellationToken = default);

    /// <summary>Creates an instance; the operation's reference is its id, known at once. Names are not unique: two calls make two instances.</summary>
    Task<Operation> CreateAsync(NewInstance instance, CancellationToken cancellationToken = default);

    /// <summary>Changes what is set in <paramref name="update"/>; the map of labels is replaced as a whole.</summary>
    Task<Operation> UpdateAsync(Guid id, InstanceUpdate update, CancellationToken cancellationToken = default);

    /// <summary>Switches a stopped instance on.</summary>
    Task<Operation> StartAsync(Guid id, CancellationToken cancellationToken = default);

    /// <summary>Shuts a running instance down; any other state is refused with 400.</summary>
    Task<Operation> StopAsync(Guid id, CancellationToken cancellationToken = default);

    /// <summary>Restarts a running instance.</summary>
    Task<Operation> RebootAsync(Guid id, CancellationToken cancellationToken = default);

    /// <summary>Deletes an instance with its disk; one that is gone already counts as done, a protected one is refused with 403.</summary>
    Task<Operation> DeleteAsync(Guid id, CancellationToken cancellationToken = default);

    /// <summary>Protects an instance from deletion.</summary>
    Task<Operation> AddProtectionAsync(Guid id, CancellationToken cancellationToken = default);

    /// <summary>Ends that protection.</summary>
    Task<Operation> RemoveProtectionAsync(Guid id, CancellationToken cancellationToken = default);
}
