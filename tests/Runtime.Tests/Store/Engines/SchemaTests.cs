using Masterplan.Runtime.Store;
using Masterplan.Runtime.Store.Engines.Postgres;
using Microsoft.EntityFrameworkCore;

namespace Masterplan.Runtime.Tests.Store.Engines;

public sealed class SchemaTests
{
    [Fact]
    public void Both_databases_have_the_same_tables_and_migrations_for_all_of_them()
    {
        using var sqlite = new RuntimeDbContext(new DbContextOptionsBuilder<RuntimeDbContext>().UseSqlite("Data Source=none").Options);
        using var postgres = new PostgresRuntimeDbContext(new DbContextOptionsBuilder<PostgresRuntimeDbContext>().UseNpgsql("Host=none").Options);
        sqlite.Database.HasPendingModelChanges().ShouldBeFalse();
        postgres.Database.HasPendingModelChanges().ShouldBeFalse();
        // SQLite numbers the journal's rows by itself.
        Columns(postgres).Except(["JOURNAL.POSITION False"]).ShouldBe(Columns(sqlite));
    }

    /// <summary>An export tells its schema's age by a place in this row.</summary>
    [Fact]
    public void Migrations_have_come_in_pairs_since_PostgreSQL_has_its_first()
    {
        using var sqlite = new RuntimeDbContext(new DbContextOptionsBuilder<RuntimeDbContext>().UseSqlite("Data Source=none").Options);
        using var postgres = new PostgresRuntimeDbContext(new DbContextOptionsBuilder<PostgresRuntimeDbContext>().UseNpgsql("Host=none").Options);
        Names(sqlite).Take(3).ShouldBe(["Initial", "Triggers", "InstanceLists"]);
        Names(sqlite).Skip(3).ShouldBe(Names(postgres).Skip(1));
    }

    private static IEnumerable<string> Names(DbContext context) => context.Database.GetMigrations().Select(migration => migration.Split('_', 2)[1]);

    private static List<string> Columns(DbContext context) => [.. context.Model.GetEntityTypes()
        .SelectMany(entity => entity.GetProperties().Select(property => $"{entity.GetTableName()}.{property.GetColumnName()}".ToUpperInvariant() + $" {property.IsNullable}"))
        .Order(StringComparer.Ordinal)];
}
