namespace Masterplan.Exoscale.SecurityGroups;

/// <summary>A security group as a rule's source or destination. In requests: the id for one's own groups, name and visibility for public ones.</summary>
public sealed record SecurityGroupResource
{
    public Guid? Id { get; init; }

    public string? Name { get; init; }

    public Visibility? Visibility { get; init; }
}
