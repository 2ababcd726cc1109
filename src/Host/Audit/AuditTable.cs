using Masterplan.Activities.Clusters.Storage.Postgres;
using Masterplan.Runtime.Json;
using Microsoft.EntityFrameworkCore;

namespace Masterplan.Host.Audit;

/// <summary>The record in the database that hosts share.</summary>
internal sealed class AuditTable(IDbContextFactory<PostgresClusterDatabase> databases) : IAuditStore
{
    public void Add(AuditEntry entry)
    {
        using var database = databases.CreateDbContext();
        database.Audit.Add(new() { Cluster = entry.Cluster, Json = RuntimeJson.Serialize(entry) });
        database.SaveChanges();
    }

    public IReadOnlyList<AuditEntry> Read(string? cluster, int skip, int take)
    {
        using var database = databases.CreateDbContext();
        return [.. database.Audit.AsNoTracking().Where(row => cluster == null || row.Cluster == cluster).OrderByDescending(row => row.Id).Skip(skip).Take(take).Select(row => row.Json)
            .AsEnumerable().Select(json => RuntimeJson.Deserialize<AuditEntry>(json)!)];
    }
}
