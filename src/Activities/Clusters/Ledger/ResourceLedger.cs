using Masterplan.Activities.Clusters.Storage;
using Microsoft.EntityFrameworkCore;

namespace Masterplan.Activities.Clusters.Ledger;

/// <summary>
/// What each cluster holds in the cloud. A row is written before a resource is asked for and completed when its id is known, so
/// that whatever is interrupted in between is found again by its name.
/// </summary>
public sealed class ResourceLedger(IDbContextFactory<ClusterDatabase> databases, TimeProvider clock)
{
    /// <summary>Notes what is about to be made; a row that is there already stays.</summary>
    public async Task PlanAsync(string cluster, string kind, string name, string run, string step, CancellationToken cancellationToken = default)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        if (await FindAsync(database, cluster, kind, name, cancellationToken) is not null)
            return;
        database.Ledger.Add(new() { Cluster = cluster, Kind = kind, Name = name, Run = run, Step = step, PlannedAt = clock.GetUtcNow() });
        await database.SaveChangesAsync(cancellationToken);
    }

    /// <summary>Notes the id, and the address, of what was made or found.</summary>
    public async Task RecordAsync(string cluster, string kind, string name, string run, string resourceId, string? address = null, CancellationToken cancellationToken = default)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var row = await FindAsync(database, cluster, kind, name, cancellationToken);
        if (row is not null && row.ResourceId == resourceId && row.Address == (address ?? row.Address))
            return;
        if (row is null)
            database.Ledger.Add(row = new() { Cluster = cluster, Kind = kind, Name = name, Run = run, Step = "adopted", PlannedAt = clock.GetUtcNow() });
        (row.ResourceId, row.Address, row.MadeAt) = (resourceId, address ?? row.Address, clock.GetUtcNow());
        await database.SaveChangesAsync(cancellationToken);
    }

    /// <summary>Forgets a resource that is gone.</summary>
    public async Task RemoveAsync(string cluster, string kind, string name, CancellationToken cancellationToken = default)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        await database.Ledger.Where(row => row.Cluster == cluster && row.Kind == kind && row.Name == name).ExecuteDeleteAsync(cancellationToken);
    }

    /// <summary>The resource of that kind and name, or null.</summary>
    public async Task<LedgerEntry?> FindAsync(string cluster, string kind, string name, CancellationToken cancellationToken = default)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        return await FindAsync(database, cluster, kind, name, cancellationToken) is { } row ? Entry(row) : null;
    }

    /// <summary>All that a cluster holds.</summary>
    public async Task<IReadOnlyList<LedgerEntry>> ListAsync(string cluster, CancellationToken cancellationToken = default)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        return [.. (await database.Ledger.AsNoTracking().Where(row => row.Cluster == cluster).OrderBy(row => row.Id).ToListAsync(cancellationToken)).Select(Entry)];
    }

    /// <summary>Whether another cluster's ledger names the same resource.</summary>
    public async Task<bool> IsSharedAsync(string cluster, string resourceId, CancellationToken cancellationToken = default)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        return await database.Ledger.AnyAsync(row => row.Cluster != cluster && row.ResourceId == resourceId, cancellationToken);
    }

    private static Task<LedgerRow?> FindAsync(ClusterDatabase database, string cluster, string kind, string name, CancellationToken cancellationToken) =>
        database.Ledger.FirstOrDefaultAsync(row => row.Cluster == cluster && row.Kind == kind && row.Name == name, cancellationToken);

    private static LedgerEntry Entry(LedgerRow row) => new(row.Kind, row.Name, row.ResourceId, row.Address, row.Run);
}
