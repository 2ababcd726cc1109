namespace Masterplan.Activities.Etcd;

/// <summary>The verdict on an etcd cluster, told in two: it may go on, and it may lose a member.</summary>
public sealed record EtcdHealth
{
    /// <summary>A majority is healthy, a linearizable read works, and no alarm is raised.</summary>
    public required bool HasQuorum { get; init; }

    /// <summary>Quorum, and every voting member that counts is healthy: the only state in which one may be taken away.</summary>
    public required bool AllHealthy { get; init; }

    /// <summary>Each member with what is wrong with it, in words.</summary>
    public required string Summary { get; init; }

    public string? Leader { get; init; }
}
