namespace Masterplan.Activities.Clusters.Storage;

/// <summary>One resource that a cluster holds in the cloud, written before it is asked for.</summary>
public sealed class LedgerRow
{
    public long Id { get; init; }

    public required string Cluster { get; init; }

    /// <summary>One of <see cref="Ledger.ResourceKinds"/>.</summary>
    public required string Kind { get; init; }

    public required string Name { get; init; }

    /// <summary>The cloud's id; null until it is known.</summary>
    public string? ResourceId { get; set; }

    /// <summary>The public address, of instances and elastic IPs.</summary>
    public string? Address { get; set; }

    /// <summary>The run that asked for it.</summary>
    public required string Run { get; set; }

    /// <summary>The step of that run.</summary>
    public required string Step { get; set; }

    public required DateTimeOffset PlannedAt { get; init; }

    public DateTimeOffset? MadeAt { get; set; }
}
