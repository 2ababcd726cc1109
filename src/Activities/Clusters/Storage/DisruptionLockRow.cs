using System.ComponentModel.DataAnnotations;

namespace Masterplan.Activities.Clusters.Storage;

/// <summary>Who may take a node of a cluster out of service now.</summary>
public sealed class DisruptionLockRow
{
    [Key]
    public required string Cluster { get; init; }

    /// <summary>The run that holds the lock; null when it is free.</summary>
    public string? Owner { get; set; }

    /// <summary>What it is held for, in words.</summary>
    public string? Purpose { get; set; }

    /// <summary>Grows by one with each taking; who holds an older number has lost the lock.</summary>
    [ConcurrencyCheck]
    public long Fence { get; set; }

    public DateTimeOffset? ExpiresAt { get; set; }
}
