namespace Masterplan.Runtime.Runs;

/// <summary>What a list of instances is ordered by.</summary>
public enum InstanceOrder
{
    Created,
    UpdatedAt,
    Finished,
    Name,
}
