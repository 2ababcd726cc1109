namespace Masterplan.Activities.Etcd.Backups;

/// <summary>A whole backup of a cluster: what its API servers store, and what flanneld does.</summary>
/// <param name="Cluster">The cluster.</param>
/// <param name="Id">Its name: the UTC time at which it was begun, and the beginning of its run's id.</param>
/// <param name="Run">The run that took it.</param>
/// <param name="TakenAt">When it was begun.</param>
/// <param name="Version">The Kubernetes version that the cluster had.</param>
/// <param name="IsBeforeRestore">Whether it holds what a restore was about to replace.</param>
/// <param name="Snapshots">One of each etcd cluster.</param>
public sealed record EtcdBackup(string Cluster, string Id, string Run, DateTimeOffset TakenAt, string Version, bool IsBeforeRestore, IReadOnlyList<EtcdSnapshot> Snapshots)
{
    public EtcdSnapshot Of(EtcdCluster etcd) => Snapshots.Single(snapshot => snapshot.Etcd == etcd.Id);
}
