namespace Masterplan.Activities.Clusters.Storage;

/// <summary>What is remembered of a node.</summary>
public sealed class NodeRow
{
    public required string Cluster { get; init; }

    public required string Name { get; init; }

    /// <summary>The SSH host key seen at first contact; null means the node has never answered.</summary>
    public string? HostKey { get; set; }

    /// <summary>The Kubernetes version that this node was last configured with.</summary>
    public string? Version { get; set; }

    /// <summary>When the node was first configured whole; from then on it is changed only under the disruption lock.</summary>
    public DateTimeOffset? ConfiguredAt { get; set; }
}
