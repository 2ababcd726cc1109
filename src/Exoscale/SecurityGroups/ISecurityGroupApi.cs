using Masterplan.Exoscale.Operations;

namespace Masterplan.Exoscale.SecurityGroups;

/// <summary>The organisation's firewall groups. Ingress is denied but for their rules, egress allowed until the first egress rule.</summary>
public interface ISecurityGroupApi
{
    Task<IReadOnlyList<SecurityGroup>> ListAsync(CancellationToken cancellationToken = default);

    /// <summary>One group with its rules; not found is an error.</summary>
    Task<SecurityGroup> GetAsync(Guid id, CancellationToken cancellationToken = default);

    /// <summary>Creates a group; the operation's reference is its id.</summary>
    Task<Operation> CreateAsync(string name, string? description = null, CancellationToken cancellationToken = default);

    /// <summary>Deletes a group; one that is gone already counts as done, one with instances in it is a conflict.</summary>
    Task<Operation> DeleteAsync(Guid id, CancellationToken cancellationToken = default);

    /// <summary>Adds a rule. The operation's reference is the group: find the rule by its fields.</summary>
    Task<Operation> AddRuleAsync(Guid groupId, NewSecurityGroupRule rule, CancellationToken cancellationToken = default);

    /// <summary>Deletes a rule; one that is gone already counts as done.</summary>
    Task<Operation> DeleteRuleAsync(Guid groupId, Guid ruleId, CancellationToken cancellationToken = default);

    /// <summary>Puts an existing instance into the group.</summary>
    Task<Operation> AttachAsync(Guid groupId, Guid instanceId, CancellationToken cancellationToken = default);

    /// <summary>Takes an instance out of the group; either of them gone already counts as done.</summary>
    Task<Operation> DetachAsync(Guid groupId, Guid instanceId, CancellationToken cancellationToken = default);
}
