using Masterplan.Activities.Clusters.Storage;
using Microsoft.EntityFrameworkCore;

namespace Masterplan.Activities.Clusters.Changes;

/// <summary>Everything that runs changed outside Masterplan; what "nothing changed" is proved by.</summary>
public sealed class ChangeLog(IDbContextFactory<ClusterDatabase> databases, TimeProvider clock)
{
    public async Task RecordAsync(string run, string cluster, ChangeKind kind, IReadOnlyCollection<string> what, CancellationToken cancellationToken = default)
    {
        if (what.Count == 0)
            return;
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        database.Changes.AddRange(what.Select(item => new ChangeRow { Run = run, Cluster = cluster, Kind = Word(kind), What = item, At = clock.GetUtcNow() }));
        await database.SaveChangesAsync(cancellationToken);
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
