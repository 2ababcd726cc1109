namespace Masterplan.Exoscale.SecurityGroups;

/// <summary>A firewall group.</summary>
public sealed record SecurityGroup
{
    public Guid Id { get; init; }

    public string Name { get; init; } = "";

    public string? Description { get; init; }

    public Visibility Visibility { get; init; }

    /// <summary>Its rules; empty when the wire has none, where the member is absent.</summary>
    public IReadOnlyList<SecurityGroupRule> Rules { get; init; } = [];

    /// <summary>CIDRs that count as members where the group is a source; empty when absent.</summary>
    public IReadOnlyList<string> ExternalSources { get; init; } = [];
}
