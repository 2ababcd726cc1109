using Masterplan.Activities.Clusters.Storage;
using Masterplan.Activities.Clusters.Storage.Postgres;
using Microsoft.EntityFrameworkCore;

namespace Masterplan.Host.Composition;

/// <summary>Gives PostgreSQL's contexts to those who ask for one of clusters.</summary>
internal sealed class PostgresClusterDatabases(IDbContextFactory<PostgresClusterDatabase> databases) : IDbContextFactory<ClusterDatabase>
{
    public ClusterDatabase CreateDbContext() => databases.CreateDbContext();
}
