using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Masterplan.Activities.Clusters.Storage;

/// <summary>The tables of clusters: specs, the ledger, nodes, the disruption lock, the record of changes and the list of backups.</summary>
public class ClusterDatabase(DbContextOptions options) : DbContext(options)
{
    public DbSet<ClusterRow> Clusters => Set<ClusterRow>();

    public DbSet<LedgerRow> Ledger => Set<LedgerRow>();

    public DbSet<NodeRow> Nodes => Set<NodeRow>();

    public DbSet<DisruptionLockRow> DisruptionLocks => Set<DisruptionLockRow>();

    public DbSet<ChangeRow> Changes => Set<ChangeRow>();

    public DbSet<ArtifactPinRow> ArtifactPins => Set<ArtifactPinRow>();

    public DbSet<BackupRow> Backups => Set<BackupRow>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<LedgerRow>().HasIndex(row => new { row.Cluster, row.Kind, row.Name }).IsUnique();
        modelBuilder.Entity<NodeRow>().HasKey(row => new { row.Cluster, row.Name });
        modelBuilder.Entity<ChangeRow>().HasIndex(row => new { row.Run, row.IsMade });
        modelBuilder.Entity<ArtifactPinRow>().HasKey(row => new { row.Cluster, row.Url });
        modelBuilder.Entity<BackupRow>().HasKey(row => new { row.Cluster, row.Id });
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<DateTimeOffsetToBinaryConverter>();
}
