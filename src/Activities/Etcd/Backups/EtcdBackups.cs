using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using Masterplan.Activities.Clusters;
using Masterplan.Activities.Clusters.Secrets;
using Masterplan.Activities.Clusters.Storage;
using Microsoft.EntityFrameworkCore;

namespace Masterplan.Activities.Etcd.Backups;

/// <summary>The backups of clusters. Snapshots hold what people entrusted to a cluster, so they lie in the secret store, compressed, in parts of a length that memory does not feel.</summary>
public sealed class EtcdBackups(IDbContextFactory<ClusterDatabase> databases, ISecretStore secrets, TimeProvider clock)
{
    /// <summary>What stands for a cluster's newest backup, but for those of what a restore replaced.</summary>
    public const string Latest = "latest";

    /// <summary>No attempt at a backup takes longer: one that is not whole by then never will be.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    /// <summary>How far the clocks of hosts may be apart. A backup from later than that was dated by a clock that was wrong: it may be of any age.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);

    /// <summary>Bytes of a part before it is compressed; the last may have fewer.</summary>
    public const int PartLength = 1 << 20;

    /// <summary>The whole backups of a cluster, newest first.</summary>
    public async Task<IReadOnlyList<EtcdBackup>> ListAsync(string cluster, CancellationToken cancellationToken = default)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var rows = await database.Backups.AsNoTracking().Where(row => row.Cluster == cluster && row.Snapshots != null).OrderByDescending(row => row.TakenAt).ToListAsync(cancellationToken);
        return [.. rows.Select(row => new EtcdBackup(row.Cluster, row.Id, row.Run, row.TakenAt, row.Version, row.IsBeforeRestore, JsonSerializer.Deserialize<IReadOnlyList<EtcdSnapshot>>(row.Snapshots!)!))];
    }

    /// <summary>The newest of a cluster's backups, but for those of what a restore replaced; null when it has none.</summary>
    public async Task<EtcdBackup?> NewestAsync(string cluster, CancellationToken cancellationToken = default) => Newest(await ListAsync(cluster, cancellationToken));

    /// <param name="cluster">The cluster.</param>
    /// <param name="id">The backup's, or <see cref="Latest"/>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ConfigurationException">The cluster has no such backup.</exception>
    public async Task<EtcdBackup> FindAsync(string cluster, string id, CancellationToken cancellationToken = default)
    {
        var all = await ListAsync(cluster, cancellationToken);
        return (id == Latest ? Newest(all) : all.FirstOrDefault(backup => backup.Id == id))
            ?? throw new ConfigurationException($"The backup of cluster '{cluster}'", "backup", id == Latest
                ? $"It has none yet; `masterplan backup {cluster}` takes one."
                : $"It has none that is called '{id}'; `masterplan backup {cluster} --list` lists those that it has.");
    }

    /// <summary>Begins a backup. One of the same run that is not whole was interrupted, and goes, as does one of any run after an hour.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="run">The run that takes it.</param>
    /// <param name="version">The Kubernetes version that the cluster has.</param>
    /// <param name="isBeforeRestore">Whether it holds what a restore is about to replace.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Its id.</returns>
    public async Task<string> BeginAsync(string cluster, string run, string version, bool isBeforeRestore = false, CancellationToken cancellationToken = default)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var now = clock.GetUtcNow();
        var left = now - Longest;
        await RemoveAsync(database, await database.Backups.Where(row => row.Cluster == cluster && row.Snapshots == null && (row.Run == run || row.TakenAt < left)).ToListAsync(cancellationToken), cancellationToken);
        var id = $"{now.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture)}-{run[..Math.Min(4, run.Length)]}";
        database.Backups.Add(new() { Cluster = cluster, Id = id, Run = run, TakenAt = now, Version = version, IsBeforeRestore = isBeforeRestore });
        await database.SaveChangesAsync(cancellationToken);
        return id;
    }

    /// <summary>Keeps a part of a snapshot.</summary>
    public void Write(string cluster, string id, EtcdCluster etcd, int part, ReadOnlyMemory<byte> content)
    {
        using var compressed = new MemoryStream();
        using (var stream = new BrotliStream(compressed, CompressionLevel.Fastest, leaveOpen: true))
            stream.Write(content.Span);
        secrets.Write(NameOf(cluster, id, etcd, part), compressed.ToArray());
    }

    /// <summary>A part of a snapshot.</summary>
    /// <exception cref="SecretException">It is not there, or cannot be read.</exception>
    public byte[] Read(EtcdBackup backup, EtcdCluster etcd, int part)
    {
        var name = NameOf(backup.Cluster, backup.Id, etcd, part);
        using var compressed = new MemoryStream(secrets.Read(name) ?? throw new SecretException($"Part {part} of the {etcd.Id}-etcd snapshot of backup '{backup.Id}' is missing: there is no secret '{name}'. Restore another backup: `masterplan backup {backup.Cluster} --list`."));
        using var stream = new BrotliStream(compressed, CompressionMode.Decompress);
        using var content = new MemoryStream();
        stream.CopyTo(content);
        return content.ToArray();
    }

    /// <summary>Notes that a backup is whole.</summary>
    /// <exception cref="EtcdException">Transient; it took so long that it was removed.</exception>
    public async Task CompleteAsync(string cluster, string id, IReadOnlyList<EtcdSnapshot> snapshots, CancellationToken cancellationToken = default)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var row = await database.Backups.FirstOrDefaultAsync(row => row.Cluster == cluster && row.Id == id, cancellationToken)
            ?? throw new EtcdException($"Backup '{id}' of cluster '{cluster}' was removed before it was whole; another is taken", isTransient: true);
        row.Snapshots = JsonSerializer.Serialize(snapshots);
        await database.SaveChangesAsync(cancellationToken);
    }

    /// <summary>Removes the oldest whole backups, so that so many are left.</summary>
    public async Task PruneAsync(string cluster, int keep, CancellationToken cancellationToken = default)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var latest = clock.GetUtcNow() + Skew;
        var whole = database.Backups.Where(row => row.Cluster == cluster && row.Snapshots != null);
        await RemoveAsync(database, await whole.OrderBy(row => row.TakenAt > latest).ThenByDescending(row => row.TakenAt).Skip(keep).ToListAsync(cancellationToken), cancellationToken);
    }

    private EtcdBackup? Newest(IReadOnlyList<EtcdBackup> all) => all.FirstOrDefault(backup => !backup.IsBeforeRestore && backup.TakenAt <= clock.GetUtcNow() + Skew);

    /// <summary>The row goes last: what it names is found again and removed by a repeat.</summary>
    private async Task RemoveAsync(ClusterDatabase database, IReadOnlyList<BackupRow> rows, CancellationToken cancellationToken)
    {
        foreach (var row in rows)
        {
            secrets.DeleteAll(FolderOf(row.Cluster, row.Id));
            database.Backups.Remove(row);
            await database.SaveChangesAsync(cancellationToken);
        }
    }

    private static string FolderOf(string cluster, string id) => $"clusters/{cluster}/backups/{id}";

    private static string NameOf(string cluster, string id, EtcdCluster etcd, int part) => $"{FolderOf(cluster, id)}/{etcd.Id}/{part:d6}";
}
