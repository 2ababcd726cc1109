namespace Masterplan.Runtime.Runs;

/// <summary>A point in an instance's life.</summary>
public enum InstanceTime
{
    CreatedAt,
    UpdatedAt,
    FinishedAt,
}
