using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Masterplan.Runtime.Store.Engines.Postgres;

/// <summary>For <c>dotnet ef migrations add</c> only.</summary>
internal sealed class PostgresRuntimeDbContextFactory : IDesignTimeDbContextFactory<PostgresRuntimeDbContext>
{
    public PostgresRuntimeDbContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<PostgresRuntimeDbContext>().UseNpgsql("Host=design-time").Options);
}
