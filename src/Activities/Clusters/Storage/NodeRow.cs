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

    /// <summary>/etc/machine-id, by which the node holds the reboot semaphore; null before its first reboot from here.</summary>
    public string? MachineId { get; set; }

    /// <summary>The run that takes the node through a reboot now; null when none does.</summary>
    public string? RebootRun { get; set; }

    public DateTimeOffset? RebootBegan { get; set; }

    /// <summary>How many minutes, by the cloud's clock, its last reboot took with drain and checks; null before the first.</summary>
    public double? RebootMinutes { get; set; }

    /// <summary>
    /// Of a master in the place of one that was lost, the members that it found when it joined the etcd clusters, as <c>--initial-cluster</c> takes them: JSON by the
    /// clusters' ids, without one that it has yet to join. Null for a member from the beginning.
    /// </summary>
    public string? EtcdJoins { get; set; }

    /// <summary>Forgets the machine. If it was an etcd member in service, the next one of its name has to take its place among the others.</summary>
    /// <param name="isMember">Whether it is one of several masters.</param>
    public void ForgetMachine(bool isMember)
    {
        if (isMember && (ConfiguredAt is not null || EtcdJoins is not null))
            EtcdJoins = "{}";
        (HostKey, ConfiguredAt) = (null, null);
    }
}
