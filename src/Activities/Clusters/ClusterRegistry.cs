using System.Collections.Concurrent;
using Masterplan.Activities.Clusters.Planning;
using Masterplan.Activities.Clusters.Spec;
using Masterplan.Activities.Clusters.Storage;
using Microsoft.EntityFrameworkCore;

namespace Masterplan.Activities.Clusters;

/// <summary>The clusters that are known, their accepted specs, and what is remembered of their nodes.</summary>
public sealed class ClusterRegistry(IDbContextFactory<ClusterDatabase> databases, TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, ClusterPlan> plans = new(StringComparer.Ordinal);

    /// <summary>The plan of a known cluster.</summary>
    /// <exception cref="ConfigurationException">No cluster has that name.</exception>
    public async Task<ClusterPlan> PlanAsync(string cluster, CancellationToken cancellationToken = default)
    {
        var row = await FindAsync(cluster, cancellationToken)
            ?? throw new ConfigurationException($"Cluster '{cluster}'", "", "No such cluster is known here. `masterplan status` lists those that are.");
        return plans.GetOrAdd($"{cluster}\n{row.SpecYaml}", _ => new ClusterPlan(ClusterSpecReader.Read(row.SpecYaml, cluster)));
    }

    public async Task<ClusterRow?> FindAsync(string cluster, CancellationToken cancellationToken = default)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        return await database.Clusters.AsNoTracking().FirstOrDefaultAsync(row => row.Name == cluster, cancellationToken);
    }

    public async Task<IReadOnlyList<ClusterRow>> ListAsync(CancellationToken cancellationToken = default)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        return await database.Clusters.AsNoTracking().OrderBy(row => row.Name).ToListAsync(cancellationToken);
    }

    /// <summary>Keeps a spec that was checked; its Kubernetes version becomes the cluster's when the cluster is new.</summary>
    public async Task AcceptAsync(string cluster, string specYaml, CancellationToken cancellationToken = default)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var row = await database.Clusters.FindAsync([cluster], cancellationToken);
        if (row is null)
        {
            var version = ClusterSpecReader.Read(specYaml, cluster).Kubernetes.Version;
            database.Clusters.Add(new() { Name = cluster, SpecYaml = specYaml, Version = version, CreatedAt = clock.GetUtcNow() });
        }
        else
        {
            row.SpecYaml = specYaml;
        }

        await database.SaveChangesAsync(cancellationToken);
    }

    /// <summary>Notes that the whole cluster runs a version.</summary>
    public async Task SetVersionAsync(string cluster, KubernetesVersion version, CancellationToken cancellationToken = default)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        await database.Clusters.Where(row => row.Name == cluster).ExecuteUpdateAsync(row => row.SetProperty(r => r.Version, version.ToString()), cancellationToken);
    }

    /// <summary>What is remembered of a node; an empty memory for one never met.</summary>
    public async Task<NodeRow> NodeAsync(string cluster, string node, CancellationToken cancellationToken = default)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        return await database.Nodes.AsNoTracking().FirstOrDefaultAsync(row => row.Cluster == cluster && row.Name == node, cancellationToken)
            ?? new() { Cluster = cluster, Name = node };
    }

    public async Task<IReadOnlyList<NodeRow>> NodesAsync(string cluster, CancellationToken cancellationToken = default)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        return await database.Nodes.AsNoTracking().Where(row => row.Cluster == cluster).ToListAsync(cancellationToken);
    }

    /// <summary>Changes what is remembered of a node.</summary>
    public async Task RememberAsync(string cluster, string node, Action<NodeRow> change, CancellationToken cancellationToken = default)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var row = await database.Nodes.FindAsync([cluster, node], cancellationToken);
        if (row is null)
            database.Nodes.Add(row = new() { Cluster = cluster, Name = node });
        change(row);
        await database.SaveChangesAsync(cancellationToken);
    }

    /// <summary>Forgets a node's machine, which is no more or about to be another one.</summary>
    public Task ForgetMachineAsync(ClusterPlan plan, PlannedNode node, CancellationToken cancellationToken = default) =>
        RememberAsync(plan.Name, node.Name, row => row.ForgetMachine(IsMember(plan, node)), cancellationToken);

    /// <summary>Forgets a node that is no more. Of one of several masters it stays known that the next one has a place to take.</summary>
    public async Task ForgetNodeAsync(ClusterPlan plan, PlannedNode node, CancellationToken cancellationToken = default)
    {
        if (IsMember(plan, node))
        {
            await ForgetMachineAsync(plan, node, cancellationToken);
            return;
        }

        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        await database.Nodes.Where(row => row.Cluster == plan.Name && row.Name == node.Name).ExecuteDeleteAsync(cancellationToken);
    }

    /// <summary>Has all masters begin the etcd clusters together, as no member is left to join.</summary>
    public async Task BeginEtcdAnewAsync(string cluster, CancellationToken cancellationToken = default)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        await database.Nodes.Where(row => row.Cluster == cluster).ExecuteUpdateAsync(row => row.SetProperty(r => r.EtcdJoins, (string?)null), cancellationToken);
    }

    /// <summary>Forgets a cluster that is no more. Its ledger must be empty.</summary>
    public async Task ForgetAsync(string cluster, CancellationToken cancellationToken = default)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        await database.Nodes.Where(row => row.Cluster == cluster).ExecuteDeleteAsync(cancellationToken);
        await database.ArtifactPins.Where(row => row.Cluster == cluster).ExecuteDeleteAsync(cancellationToken);
        await database.DisruptionLocks.Where(row => row.Cluster == cluster).ExecuteDeleteAsync(cancellationToken);
        await database.Backups.Where(row => row.Cluster == cluster).ExecuteDeleteAsync(cancellationToken);
        await database.Clusters.Where(row => row.Name == cluster).ExecuteDeleteAsync(cancellationToken);
    }

    private static bool IsMember(ClusterPlan plan, PlannedNode node) => node.Role == NodeRole.Master && plan.Masters.Count > 1;
}
