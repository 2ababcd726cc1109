using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Masterplan.Activities.Clusters.Storage.Postgres;

/// <summary>Lets the dotnet-ef tool write migrations.</summary>
internal sealed class PostgresClusterDatabaseDesign : IDesignTimeDbContextFactory<PostgresClusterDatabase>
{
    public PostgresClusterDatabase CreateDbContext(string[] args) => new(new DbContextOptionsBuilder<PostgresClusterDatabase>().UseNpgsql("Host=design-time").Options);
}
