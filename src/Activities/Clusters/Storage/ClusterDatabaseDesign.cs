using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Masterplan.Activities.Clusters.Storage;

/// <summary>Lets the dotnet-ef tool write migrations.</summary>
internal sealed class ClusterDatabaseDesign : IDesignTimeDbContextFactory<ClusterDatabase>
{
    public ClusterDatabase CreateDbContext(string[] args) => new(new DbContextOptionsBuilder<ClusterDatabase>().UseSqlite("Data Source=design.db").Options);
}
