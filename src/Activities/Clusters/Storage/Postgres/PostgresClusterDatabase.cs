using Microsoft.EntityFrameworkCore;

namespace Masterplan.Activities.Clusters.Storage.Postgres;

/// <summary>The same tables in PostgreSQL, for many hosts, and what a single host keeps in files of its data folder: secrets, users and keys, the record of who did what.</summary>
public sealed class PostgresClusterDatabase(DbContextOptions<PostgresClusterDatabase> options) : ClusterDatabase(options)
{
    public DbSet<SecretRow> Secrets => Set<SecretRow>();

    public DbSet<DocumentRow> Documents => Set<DocumentRow>();

    public DbSet<AuditRow> Audit => Set<AuditRow>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.Entity<AuditRow>().HasIndex(row => row.Cluster);
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);
        // Texts sort by their bytes, as in SQLite.
        configurationBuilder.Properties<string>().UseCollation("C");
    }
}
