using Masterplan.Activities.Cloud;
using Masterplan.Activities.Clusters;
using Masterplan.Activities.Clusters.Maintenance;
using Masterplan.Activities.Clusters.Planning;
using Masterplan.Activities.Clusters.Spec;
using Masterplan.Activities.Clusters.Upgrade;
using Masterplan.Activities.Etcd.Backups;
using Masterplan.Activities.Nodes.Ignition;

namespace Masterplan.Host.Clusters;

/// <summary>What is checked before a run is started, so that bad input starts none and changes nothing.</summary>
internal static class ClusterChecks
{
    /// <returns>What the cluster shall be.</returns>
    public static async Task<ClusterPlan> BootstrapAsync(IServiceProvider services, string cluster, string specYaml, int workers, CancellationToken cancellationToken)
    {
        var known = await services.GetRequiredService<ClusterRegistry>().FindAsync(cluster, cancellationToken);
        var plan = new ClusterPlan(ClusterSpecReader.Read(SpecRevision.Next(known, cluster, specYaml, workers), cluster));
        IgnitionConfig.CheckSize(plan);
        await services.GetRequiredService<PlanChecks>().CheckAsync(plan, cancellationToken);
        return plan;
    }

    public static async Task WorkerAddAsync(IServiceProvider services, string cluster, int workers, CancellationToken cancellationToken)
    {
        if (workers < 1)
            throw new ConfigurationException($"The workers of cluster '{cluster}'", "workers", $"There cannot be {workers}; name the wished total, 1 or more.");
        await KnownAsync(services, cluster, cancellationToken);
        await BootstrapAsync(services, cluster, "", workers, cancellationToken);
    }

    public static async Task WorkerRemoveAsync(IServiceProvider services, string cluster, int? workers, CancellationToken cancellationToken)
    {
        await KnownAsync(services, cluster, cancellationToken);
        WorkerRemoval.Surplus(await services.GetRequiredService<ClusterRegistry>().PlanAsync(cluster, cancellationToken), workers);
    }

    public static async Task UpgradeAsync(IServiceProvider services, string cluster, string version, CancellationToken cancellationToken)
    {
        var row = await KnownAsync(services, cluster, cancellationToken);
        var faults = UpgradeRules.Check(KubernetesVersion.Parse(row.Version), version, new Dictionary<string, KubernetesVersion>()).ToList();
        if (faults.Count > 0)
            throw new ConfigurationException($"The upgrade of cluster '{cluster}' to {version}", faults);
    }

    public static async Task MaintenanceAsync(IServiceProvider services, string cluster, bool ignoreWindows, CancellationToken cancellationToken)
    {
        await KnownAsync(services, cluster, cancellationToken);
        var windows = (await services.GetRequiredService<ClusterRegistry>().PlanAsync(cluster, cancellationToken)).Spec.Maintenance;
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        if (!ignoreWindows && Enum.GetValues<NodeRole>().All(role => MaintenanceWindow.Open(windows, role, now) is null))
            throw new ConfigurationException($"The maintenance of cluster '{cluster}'", "maintenance", $"No window is open: masters' next opens at {MaintenanceWindow.Next(windows, NodeRole.Master, now).Opens:u}, workers' at {MaintenanceWindow.Next(windows, NodeRole.Worker, now).Opens:u}. `--now` reboots outside of them.");
    }

    public static async Task MasterReplaceAsync(IServiceProvider services, string cluster, string node, CancellationToken cancellationToken)
    {
        await KnownAsync(services, cluster, cancellationToken);
        var masters = (await services.GetRequiredService<ClusterRegistry>().PlanAsync(cluster, cancellationToken)).Masters;
        var fault = masters.All(master => master.Name != node) ? $"'{node}' is no master of it; they are {string.Join(", ", masters.Select(master => master.Name))}."
            : masters.Count == 1 ? $"'{node}' is the only master: etcd's data would go with it, and no other member has it."
            : null;
        if (fault is not null)
            throw new ConfigurationException($"The replacement of a master of cluster '{cluster}'", "node", fault);
    }

    public static async Task RestoreAsync(IServiceProvider services, string cluster, string backup, CancellationToken cancellationToken)
    {
        await KnownAsync(services, cluster, cancellationToken);
        await services.GetRequiredService<EtcdBackups>().FindAsync(cluster, backup, cancellationToken);
    }

    public static async Task<Masterplan.Activities.Clusters.Storage.ClusterRow> KnownAsync(IServiceProvider services, string cluster, CancellationToken cancellationToken) =>
        await services.GetRequiredService<ClusterRegistry>().FindAsync(cluster, cancellationToken)
        ?? throw new ConfigurationException($"Cluster '{cluster}'", "", "No such cluster is known in this data folder. `masterplan status` lists those that are.");
}
