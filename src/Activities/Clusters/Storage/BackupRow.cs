namespace Masterplan.Activities.Clusters.Storage;

/// <summary>A backup of a cluster. Its content lies in the secret store.</summary>
public sealed class BackupRow
{
    public required string Cluster { get; init; }

    public required string Id { get; init; }

    public required string Run { get; init; }

    public required DateTimeOffset TakenAt { get; init; }

    /// <summary>The Kubernetes version that the cluster had.</summary>
    public required string Version { get; init; }

    /// <summary>Whether it holds what a restore was about to replace.</summary>
    public bool IsBeforeRestore { get; init; }

    /// <summary>JSON of what it holds; null until it is whole.</summary>
    public string? Snapshots { get; set; }
}
