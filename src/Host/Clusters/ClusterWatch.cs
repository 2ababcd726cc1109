using System.Collections.Concurrent;
using Masterplan.Activities.Clusters;
using Masterplan.Activities.Clusters.Storage;

namespace Masterplan.Host.Clusters;

/// <summary>Keeps an eye on clusters for all who watch them: one look at a time for each, and none while nobody asks.</summary>
internal sealed class ClusterWatch(ClusterRegistry registry, ClusterStatusReader reader, TimeProvider clock)
{
    /// <summary>How old a look may be before the next one is made.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);
    private readonly ConcurrentDictionary<string, Eye> eyes = new(StringComparer.Ordinal);

    public async Task<IReadOnlyList<ClusterStatus>> AllAsync(CancellationToken cancellationToken)
    {
        var clusters = await registry.ListAsync(cancellationToken);
        return (await Task.WhenAll(clusters.Select(cluster => FindAsync(cluster.Name, cancellationToken)))).OfType<ClusterStatus>().ToList();
    }

    /// <summary>What is stored is read anew; what was seen may be some seconds old. Null if no such cluster is known.</summary>
    public async Task<ClusterStatus?> FindAsync(string cluster, CancellationToken cancellationToken)
    {
        if (await registry.FindAsync(cluster, cancellationToken) is not ClusterRow)
            return null;
        try
        {
            return await reader.ReadAsync(cluster, await eyes.GetOrAdd(cluster, _ => new Eye()).SeenAsync(() => reader.LookAsync(cluster, CancellationToken.None), clock, cancellationToken), cancellationToken);
        }
        catch (ConfigurationException)
        {
            // It was torn down meanwhile.
            return null;
        }
    }

    private sealed class Eye
    {
        private readonly Lock gate = new();
        private Task<ClusterLook>? looking;
        private ClusterLook? seen;
        private DateTimeOffset at;

        /// <summary>Only who comes first waits for the look; later ones take the last while the next is made.</summary>
        public Task<ClusterLook> SeenAsync(Func<Task<ClusterLook>> look, TimeProvider clock, CancellationToken cancellationToken)
        {
            lock (gate)
            {
                if (looking is { IsCompleted: true } last)
                    (seen, at, looking) = (last.IsCompletedSuccessfully ? last.Result : ClusterLook.Nothing, clock.GetUtcNow(), null);
                if (looking is null && (seen is null || clock.GetUtcNow() - at > Fresh))
                    looking = Task.Run(look, CancellationToken.None);
                return seen is null ? looking!.WaitAsync(cancellationToken) : Task.FromResult(seen);
            }
        }
    }
}
