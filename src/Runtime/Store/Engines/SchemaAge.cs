using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Masterplan.Runtime.Store.Engines;

/// <summary>Refuses a database that a newer program has changed.</summary>
internal static class SchemaAge
{
    public static void RefuseNewer(DbContext context, string name)
    {
        var known = context.GetService<IMigrationsAssembly>().Migrations.Keys.ToHashSet();
        var unknown = context.Database.GetAppliedMigrations().Where(migration => !known.Contains(migration)).ToList();
        if (unknown.Count > 0)
            throw new StoreException(
                StoreFault.Newer,
                $"The database '{name}' was written by a newer program: it has the unknown schema change '{unknown[^1]}'. Nothing was changed. Use that program, or another database.");
    }
}
