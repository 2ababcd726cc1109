using Masterplan.Activities.Clusters.Locks;
using Masterplan.Host.Runs;

namespace Masterplan.Host.Clusters;

/// <summary>A cluster as it is now: what the ledger holds, what was seen of it, how long its certificates last, what runs.</summary>
internal sealed record ClusterStatus
{
    public required string Cluster { get; init; }

    public required string Version { get; init; }

    public required string Zone { get; init; }

    /// <summary>Null while no API server answers.</summary>
    public string? ApiServer { get; init; }

    public string? ElasticIp { get; init; }

    public required IReadOnlyList<ClusterNode> Nodes { get; init; }

    /// <summary>Both etcd clusters; empty where no master could be asked.</summary>
    public required IReadOnlyList<EtcdView> Etcd { get; init; }

    public required IReadOnlyList<SecurityGroupView> SecurityGroups { get; init; }

    /// <summary>Days until the first certificate ends; null before any was issued.</summary>
    public int? CertificateDays { get; init; }

    /// <summary>When nodes may be rebooted, by role.</summary>
    public required IReadOnlyList<MaintenanceView> Maintenance { get; init; }

    public required BackupView Backup { get; init; }

    public LockHolding? DisruptionLock { get; init; }

    /// <summary>The run under way; null if none is.</summary>
    public RunLine? Run { get; init; }

    public int OpenIncidents => Run?.Incidents ?? 0;
}
