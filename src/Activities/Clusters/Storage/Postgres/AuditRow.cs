namespace Masterplan.Activities.Clusters.Storage.Postgres;

/// <summary>One line of the record of who did what.</summary>
public sealed class AuditRow
{
    public long Id { get; init; }

    public string? Cluster { get; init; }

    /// <summary>The line as it would stand in the file.</summary>
    public required string Json { get; init; }
}
