using Masterplan.Runtime.Runs;
using Microsoft.EntityFrameworkCore;

namespace Masterplan.Runtime.Store;

/// <summary>The schema. Times are ticks of UTC, enums numbers, values JSON.</summary>
internal class RuntimeDbContext(DbContextOptions options) : DbContext(options)
{
    public DbSet<DefinitionRow> Definitions => Set<DefinitionRow>();

    public DbSet<TriggerRow> Triggers => Set<TriggerRow>();

    public DbSet<InstanceRow> Instances => Set<InstanceRow>();

    public DbSet<InstancePart> Parts => Set<InstancePart>();

    public DbSet<BookmarkRow> Bookmarks => Set<BookmarkRow>();

    public DbSet<WorkItemRow> WorkItems => Set<WorkItemRow>();

    public DbSet<JournalEntry> Journal => Set<JournalEntry>();

    public DbSet<ActivityExecutionRecord> Executions => Set<ActivityExecutionRecord>();

    public DbSet<Incident> Incidents => Set<Incident>();

    /// <summary>The number at a path of a JSON text, within a query; true counts as 1.</summary>
    public static int? JsonNumber(string json, string path) => throw new NotSupportedException("This stands in queries only.");

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<TicksConverter>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.HasDbFunction(() => JsonNumber(default!, default!)).HasName("json_extract").IsBuiltIn();
        modelBuilder.Entity<DefinitionRow>(table =>
        {
            table.ToTable("Definitions");
            table.HasIndex(row => new { row.DefinitionId, row.Version }).IsUnique();
        });
        modelBuilder.Entity<TriggerRow>(table =>
        {
            table.ToTable("Triggers");
            table.HasIndex(row => row.DefinitionId);
            table.HasIndex(row => new { row.Hash, row.Name });
            table.HasIndex(row => row.DueAt).HasFilter("\"DueAt\" IS NOT NULL");
        });
        modelBuilder.Entity<InstanceRow>(ConfigureInstances);
        modelBuilder.Entity<InstancePart>(table =>
        {
            table.ToTable("InstanceParts");
            table.HasKey(row => new { row.InstanceId, row.Key });
        });
        modelBuilder.Entity<BookmarkRow>(table =>
        {
            table.ToTable("Bookmarks");
            table.HasIndex(row => row.InstanceId);
            table.HasIndex(row => new { row.Hash, row.Name });
            table.HasIndex(row => row.DueAt).HasFilter("\"DueAt\" IS NOT NULL");
            table.HasIndex(row => row.Name, "IX_Bookmarks_HttpEndpoint").HasFilter("\"Name\" = 'Elsa.HttpEndpoint'");
        });
        modelBuilder.Entity<WorkItemRow>(table =>
        {
            table.ToTable("WorkItems");
            table.HasIndex(row => row.InstanceId);
        });
        ConfigureHistory(modelBuilder);
    }

    private static void ConfigureInstances(Microsoft.EntityFrameworkCore.Metadata.Builders.EntityTypeBuilder<InstanceRow> table)
    {
        table.ToTable("Instances");
        table.HasIndex(row => row.DefinitionId);
        table.HasIndex(row => row.CorrelationId).HasFilter("\"CorrelationId\" IS NOT NULL");
        table.HasIndex(row => row.ParentInstanceId).HasFilter("\"ParentInstanceId\" IS NOT NULL");
        table.HasIndex(row => row.ParentActivityInstanceId).HasFilter("\"ParentActivityInstanceId\" IS NOT NULL");
        table.HasIndex(row => row.RootInstanceId);
        table.HasIndex(row => row.IdempotencyKey).IsUnique().HasFilter("\"IdempotencyKey\" IS NOT NULL");
        table.HasIndex(row => new { row.DefinitionId, row.CorrelationId }, "IX_Instances_Running").HasFilter("\"Status\" = 0");
        // In the order of lists, with what lists are filtered by most, so that paging reads no row that is not on the page.
        table.HasIndex(row => new { row.CreatedAt, row.Id, row.Status, row.DefinitionId }, "IX_Instances_List");
    }

    private static void ConfigureHistory(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<JournalEntry>(table =>
        {
            table.ToTable("Journal");
            table.HasKey(row => new { row.InstanceId, row.Sequence });
        });
        modelBuilder.Entity<ActivityExecutionRecord>(table =>
        {
            table.ToTable("ActivityExecutions");
            table.HasIndex(row => row.InstanceId);
        });
        modelBuilder.Entity<Incident>(table =>
        {
            table.ToTable("Incidents");
            table.HasIndex(row => row.InstanceId);
            table.HasIndex(row => row.RootInstanceId).HasFilter("\"ResolvedAt\" IS NULL");
        });
    }
}
