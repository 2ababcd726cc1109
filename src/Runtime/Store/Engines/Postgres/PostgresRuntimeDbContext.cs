using Masterplan.Runtime.Runs;
using Microsoft.EntityFrameworkCore;

namespace Masterplan.Runtime.Store.Engines.Postgres;

/// <summary>The same schema in PostgreSQL. Names are in lower case, so that one text of a statement serves both databases; texts sort by their bytes, as in SQLite.</summary>
internal sealed class PostgresRuntimeDbContext(DbContextOptions<PostgresRuntimeDbContext> options) : RuntimeDbContext(options)
{
    /// <summary>How many bits of a journal line's position count lines; those above them are the transaction.</summary>
    public const int LineBits = 22;

    /// <summary>A journal line's position among all.</summary>
    public const string Position = "Position";

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);
        configurationBuilder.Properties<string>().UseCollation("C");
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.HasSequence<long>("journal_lines");
        modelBuilder.HasSequence<long>("definition_changes");
        modelBuilder.Entity<JournalEntry>(table =>
        {
            table.Property<long>(Position).HasDefaultValueSql($"(pg_current_xact_id()::text::bigint << {LineBits}) | (nextval('journal_lines') & {(1 << LineBits) - 1})");
            table.HasIndex(Position);
        });
        modelBuilder.HasDbFunction(() => JsonNumber(default!, default!)).HasName("json_number").IsBuiltIn(false);
        foreach (var entity in modelBuilder.Model.GetEntityTypes())
        {
            entity.SetTableName(Lower(entity.GetTableName()!));
            foreach (var property in entity.GetProperties())
                property.SetColumnName(Lower(property.Name));
            foreach (var index in entity.GetIndexes())
            {
                index.SetDatabaseName(Lower(index.GetDatabaseName()!));
                index.SetFilter(index.GetFilter() is { } filter ? Lower(filter.Replace("\"", "", StringComparison.Ordinal)).Replace("elsa.httpendpoint", "Elsa.HttpEndpoint", StringComparison.Ordinal) : null);
            }
        }
    }

#pragma warning disable CA1308 // PostgreSQL folds names to lower case.
    private static string Lower(string name) => name.ToLowerInvariant();
#pragma warning restore CA1308
}
