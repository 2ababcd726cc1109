namespace Masterplan.Exoscale.SecurityGroups;

/// <summary>A rule to add: exactly one of <see cref="Network"/> and <see cref="SecurityGroup"/> says who is let through.</summary>
public sealed record NewSecurityGroupRule
{
    public FlowDirection FlowDirection { get; init; } = FlowDirection.Ingress;

    public required RuleProtocol Protocol { get; init; }

    /// <summary>At most 255 characters.</summary>
    public string? Description { get; init; }

    /// <summary>1 to 65535; only for tcp and udp.</summary>
    public int? StartPort { get; init; }

    /// <summary>From <see cref="StartPort"/> to 65535; only for tcp and udp.</summary>
    public int? EndPort { get; init; }

    /// <summary>A CIDR with its network address.</summary>
    public string? Network { get; init; }

    public SecurityGroupResource? SecurityGroup { get; init; }

    public IcmpDetails? Icmp { get; init; }
}
