using Masterplan.Activities.Clusters.Storage;
using Microsoft.EntityFrameworkCore;

namespace Masterplan.Activities.Clusters.Locks;

/// <summary>
/// One per cluster: upgrades, reboots, removals, certificate renewals and replacements exclude each other. It is held by a run, for a time that
/// the run extends by taking it again, and carries a number that grows with each change of hands.
/// </summary>
public sealed class DisruptionLock(IDbContextFactory<ClusterDatabase> databases, TimeProvider clock)
{
    /// <summary>How long a holder keeps the lock without a sign of life.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromHours(1);

    /// <summary>The owner's name for one node's turn in a run.</summary>
    public static string Turn(string run, string node) => $"{run}/{node}";

    /// <summary>Takes the lock, or extends it where the owner holds it already.</summary>
    /// <returns>The holding of whoever holds it now: the caller, when <see cref="LockHolding.Owner"/> is the caller's.</returns>
    public async Task<LockHolding> TakeAsync(string cluster, string owner, string purpose, CancellationToken cancellationToken = default)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var now = clock.GetUtcNow();
        var row = await database.DisruptionLocks.FindAsync([cluster], cancellationToken);
        if (row is null)
            database.DisruptionLocks.Add(row = new() { Cluster = cluster });
        if (row.Owner is not null && row.Owner != owner && row.ExpiresAt > now)
            return Holding(row);
        if (row.Owner != owner)
            row.Fence++;
        (row.Owner, row.Purpose, row.ExpiresAt) = (owner, purpose, now + Lease);
        try
        {
            await database.SaveChangesAsync(cancellationToken);
            return Holding(row);
        }
        catch (DbUpdateException)
        {
            if (await FindAsync(cluster, cancellationToken) is not { } winner)
                throw;
            return winner;
        }
    }

    /// <summary>Gives the lock back; without effect for who does not hold it.</summary>
    public async Task ReleaseAsync(string cluster, string owner, CancellationToken cancellationToken = default)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        await database.DisruptionLocks.Where(row => row.Cluster == cluster && row.Owner == owner)
            .ExecuteUpdateAsync(row => row.SetProperty(r => r.Owner, (string?)null).SetProperty(r => r.Purpose, (string?)null).SetProperty(r => r.ExpiresAt, (DateTimeOffset?)null), cancellationToken);
    }

    /// <summary>Who holds the lock, or null when it is free.</summary>
    public async Task<LockHolding?> FindAsync(string cluster, CancellationToken cancellationToken = default)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var row = await database.DisruptionLocks.AsNoTracking().FirstOrDefaultAsync(row => row.Cluster == cluster, cancellationToken);
        return row?.Owner is null || row.ExpiresAt <= clock.GetUtcNow() ? null : Holding(row);
    }

    private static LockHolding Holding(DisruptionLockRow row) => new(row.Owner!, row.Purpose ?? "", row.Fence, row.ExpiresAt!.Value);
}
