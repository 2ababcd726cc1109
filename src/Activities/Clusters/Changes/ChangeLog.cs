using Masterplan.Activities.Clusters.Storage;
using Microsoft.EntityFrameworkCore;

namespace Masterplan.Activities.Clusters.Changes;

/// <summary>Everything that runs changed outside Masterplan; what "nothing changed" is proved by. A change is told before it is made, so that none is missing after a kill.</summary>
public sealed class ChangeLog(IDbContextFactory<ClusterDatabase> databases, TimeProvider clock)
{
    /// <summary>Makes changes. One that a repeat begins anew is told once, unless it is known to have been made before.</summary>
    /// <param name="run">The run.</param>
    /// <param name="cluster">The cluster.</param>
    /// <param name="changes">What is changed.</param>
    /// <param name="make">Makes the changes; when it fails, they may have been made and stay told.</param>
    /// <param name="isMade">Whether the answer says that they were made: where not, they are struck.</param>
    /// <param name="cancellationToken">Ends the notes, not <paramref name="make"/>.</param>
    public async Task<T> MakeAsync<T>(string run, string cluster, IReadOnlyCollection<Change> changes, Func<Task<T>> make, Func<T, bool>? isMade = null, CancellationToken cancellationToken = default)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var begun = (await database.Changes.Where(row => row.Run == run && !row.IsMade).ToListAsync(cancellationToken)).ToLookup(row => (row.Kind, row.What));
        var told = changes.SelectMany(change => begun[(Word(change.Kind), change.What)]).ToList();
        var untold = changes.Where(change => !begun.Contains((Word(change.Kind), change.What)))
            .Select(change => new ChangeRow { Run = run, Cluster = cluster, Kind = Word(change.Kind), What = change.What, At = clock.GetUtcNow() }).ToList();
        database.Changes.AddRange(untold);
        await database.SaveChangesAsync(cancellationToken);
        var answer = await make();
        if (isMade is null || isMade(answer))
            told.Concat(untold).ToList().ForEach(row => row.IsMade = true);
        else
            database.Changes.RemoveRange(untold);
        await database.SaveChangesAsync(cancellationToken);
        return answer;
    }

    /// <summary>How many changes a run made so far.</summary>
    public async Task<int> CountAsync(string run, CancellationToken cancellationToken = default)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        return await database.Changes.CountAsync(row => row.Run == run, cancellationToken);
    }

    /// <summary>The changes of a run in order, as "kind: what".</summary>
    public async Task<IReadOnlyList<string>> ListAsync(string run, CancellationToken cancellationToken = default)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        return await database.Changes.Where(row => row.Run == run).OrderBy(row => row.Id).Select(row => row.Kind + ": " + row.What).ToListAsync(cancellationToken);
    }

    private static string Word(ChangeKind kind) => kind switch
    {
        ChangeKind.Api => "api",
        ChangeKind.File => "file",
        _ => "restart",
    };
}
