using Masterplan.Exoscale.Operations;

namespace Masterplan.Exoscale.AntiAffinityGroups;

/// <summary>
/// The organisation's anti-affinity groups: their members, at most 8 each, run on different hypervisors.
/// Membership is fixed when an instance is created.
/// </summary>
public interface IAntiAffinityGroupApi
{
    Task<IReadOnlyList<AntiAffinityGroup>> ListAsync(CancellationToken cancellationToken = default);

    /// <summary>One group with its members; not found is an error.</summary>
    Task<AntiAffinityGroup> GetAsync(Guid id, CancellationToken cancellationToken = default);

    /// <summary>Creates a group; the operation's reference is its id.</summary>
    Task<Operation> CreateAsync(string name, string? description = null, CancellationToken cancellationToken = default);

    /// <summary>Deletes a group; one that is gone already counts as done.</summary>
    Task<Operation> DeleteAsync(Guid id, CancellationToken cancellationToken = default);
}
