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

    private static List<string> Columns(DbContext context) => [.. context.Model.GetEntityTypes()
        .SelectMany(entity => entity.GetProperties().Select(property => $"{entity.GetTableName()}.{property.GetColumnName()}".ToUpperInvariant() + $" {property.IsNullable}"))
        .Order(StringComparer.Ordinal)];
}
