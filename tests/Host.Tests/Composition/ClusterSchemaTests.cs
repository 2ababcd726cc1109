using Masterplan.Activities.Clusters.Storage;
using Masterplan.Activities.Clusters.Storage.Postgres;
using Microsoft.EntityFrameworkCore;

namespace Masterplan.Host.Tests.Composition;

public sealed class ClusterSchemaTests
{
    [Fact]
    public void PostgreSQL_has_the_tables_of_SQLite_and_what_a_single_host_keeps_in_files()
    {
        using var sqlite = new ClusterDatabase(new DbContextOptionsBuilder<ClusterDatabase>().UseSqlite("Data Source=none").Options);
        using var postgres = new PostgresClusterDatabase(new DbContextOptionsBuilder<PostgresClusterDatabase>().UseNpgsql("Host=none").Options);
        postgres.Database.HasPendingModelChanges().ShouldBeFalse();
        var (one, many) = (Columns(sqlite), Columns(postgres));
        one.Except(many).ShouldBeEmpty();
        many.Except(one).Select(column => column.Split('.')[0]).Distinct().ShouldBe(["Audit", "Documents", "Secrets"]);
    }

    /// <summary>An export tells its schema's age by a place in this row.</summary>
    [Fact]
    public void Migrations_have_come_in_pairs_since_PostgreSQL_has_its_first()
    {
        using var sqlite = new ClusterDatabase(new DbContextOptionsBuilder<ClusterDatabase>().UseSqlite("Data Source=none").Options);
        using var postgres = new PostgresClusterDatabase(new DbContextOptionsBuilder<PostgresClusterDatabase>().UseNpgsql("Host=none").Options);
        Names(sqlite).Take(2).ShouldBe(["Initial", "Reboots"]);
        Names(sqlite).Skip(2).ShouldBe(Names(postgres).Skip(1));
    }

    private static IEnumerable<string> Names(DbContext context) => context.Database.GetMigrations().Select(migration => migration.Split('_', 2)[1]);

    private static List<string> Columns(DbContext context) => [.. context.Model.GetEntityTypes()
        .SelectMany(entity => entity.GetProperties().Select(property => $"{entity.GetTableName()}.{property.GetColumnName()} {property.IsNullable}"))
        .Order(StringComparer.Ordinal)];
}
