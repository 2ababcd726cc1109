using Masterplan.Activities.Clusters.Planning;
using Masterplan.Activities.Clusters.Spec;
using Masterplan.Activities.Clusters.Storage;
using Microsoft.EntityFrameworkCore;

namespace Masterplan.Activities.Nodes.Artifacts;

/// <summary>The checksums that a cluster's binaries are pinned to: from its spec, or kept from the first time they were seen.</summary>
public sealed class ArtifactPins(IDbContextFactory<ClusterDatabase> databases, IArtifactSource source)
{
    /// <summary>SHA-512 by upstream address of every artifact that a node of that version needs.</summary>
    public async Task<IReadOnlyDictionary<string, string>> ResolveAsync(ClusterPlan plan, KubernetesVersion version, CancellationToken cancellationToken = default)
    {
        var result = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var url in NodeArtifacts.Urls(plan.Spec, version))
            result[url] = await ResolveAsync(plan, url, cancellationToken);
        return result;
    }

    /// <summary>SHA-512 of one upstream address.</summary>
    public async Task<string> ResolveAsync(ClusterPlan plan, string url, CancellationToken cancellationToken = default) =>
        plan.Spec.Artifacts.Checksums.TryGetValue(url, out var pinned)
            ? pinned.ToLowerInvariant()
            : await KeepAsync(plan.Name, url, () => source.Sha512Async(url, cancellationToken), cancellationToken);

    /// <summary>MD5 of the operating system's image.</summary>
    public async Task<string> ImageMd5Async(ClusterPlan plan, CancellationToken cancellationToken = default) =>
        plan.Spec.OperatingSystem.ImageMd5 is { Length: > 0 } pinned
            ? pinned.ToLowerInvariant()
            : await KeepAsync(plan.Name, plan.ImageUrl, () => source.ImageMd5Async(plan.ImageUrl, cancellationToken), cancellationToken);

    private async Task<string> KeepAsync(string cluster, string url, Func<Task<string>> resolve, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        if (await database.ArtifactPins.AsNoTracking().FirstOrDefaultAsync(row => row.Cluster == cluster && row.Url == url, cancellationToken) is { } known)
            return known.Checksum;
        var checksum = await resolve();
        database.ArtifactPins.Add(new() { Cluster = cluster, Url = url, Checksum = checksum });
        try
        {
            await database.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException)
        {
            // Another node's launch pinned the same artifact first; its pin holds.
            database.ChangeTracker.Clear();
            return (await database.ArtifactPins.AsNoTracking().FirstAsync(row => row.Cluster == cluster && row.Url == url, cancellationToken)).Checksum;
        }

        return checksum;
    }
}
