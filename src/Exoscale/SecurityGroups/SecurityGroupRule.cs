namespace Masterplan.Exoscale.SecurityGroups;

/// <summary>A rule of a security group. Rules cannot be changed, only deleted and added.</summary>
public sealed record SecurityGroupRule
{
    public Guid Id { get; init; }

    public string? Description { get; init; }

    public FlowDirection FlowDirection { get; init; }

    public RuleProtocol Protocol { get; init; }

    /// <summary>First port of the range; null for protocols without ports.</summary>
    public int? StartPort { get; init; }

    /// <summary>Last port of the range; null for protocols without ports.</summary>
    public int? EndPort { get; init; }

    /// <summary>The CIDR that is let through, when the rule names one.</summary>
    public string? Network { get; init; }

    /// <summary>The group that is let through, when the rule names one.</summary>
    public SecurityGroupResource? SecurityGroup { get; init; }

    public IcmpDetails? Icmp { get; init; }
}
