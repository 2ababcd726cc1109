namespace Masterplan.Exoscale.AntiAffinityGroups;

/// <summary>Instances that never share a hypervisor.</summary>
public sealed record AntiAffinityGroup
{
    /// <summary>The most members that a group takes (community.exoscale.com).</summary>
    public const int Capacity = 8;

    public Guid Id { get; init; }

    public string Name { get; init; } = "";

    public string? Description { get; init; }

    public IReadOnlyList<ResourceRef> Instances { get; init; } = [];
}
