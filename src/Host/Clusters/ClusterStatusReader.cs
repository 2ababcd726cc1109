using Masterplan.Activities.Clusters;
using Masterplan.Activities.Clusters.Ledger;
using Masterplan.Activities.Clusters.Locks;
using Masterplan.Activities.Clusters.Maintenance;
using Masterplan.Activities.Clusters.Planning;
using Masterplan.Activities.Etcd.Backups;
using Masterplan.Activities.Kubernetes;
using Masterplan.Activities.Pki;
using Masterplan.Host.Runs;
using Masterplan.Runtime.Runs;

namespace Masterplan.Host.Clusters;

/// <summary>Reads how clusters are.</summary>
internal sealed class ClusterStatusReader(
    ClusterRegistry registry, ResourceLedger ledger, DisruptionLock disruptionLock, CertificateInventory certificates, EtcdBackups backups, ClusterRuns runs, ClusterLooks looks, IWorkflowInstances instances, TimeProvider clock)
{
    /// <exception cref="ConfigurationException">No such cluster is known.</exception>
    public async Task<ClusterStatus> ReadAsync(string cluster, CancellationToken cancellationToken) =>
        await ReadAsync(cluster, await LookAsync(cluster, cancellationToken), cancellationToken);

    public async Task<ClusterLook> LookAsync(string cluster, CancellationToken cancellationToken) =>
        await looks.LookAsync(await registry.PlanAsync(cluster, cancellationToken), await ledger.ListAsync(cluster, cancellationToken), cancellationToken);

    /// <summary>What is stored, with what was seen before.</summary>
    public async Task<ClusterStatus> ReadAsync(string cluster, ClusterLook look, CancellationToken cancellationToken)
    {
        var plan = await registry.PlanAsync(cluster, cancellationToken);
        var held = await ledger.ListAsync(cluster, cancellationToken);
        var run = await runs.UnderWayAsync(cluster, cancellationToken);
        var row = (await registry.FindAsync(cluster, cancellationToken))!;
        return new()
        {
            Cluster = cluster,
            Version = row.Version,
            Zone = plan.Spec.Zone,
            ApiServer = look.ApiServer,
            ElasticIp = held.FirstOrDefault(entry => entry.Kind == ResourceKinds.ElasticIp)?.Address,
            Nodes = [.. plan.AllNodes.Select(node => Describe(node, held, look))],
            Etcd = look.Etcd,
            SecurityGroups = [.. plan.Groups.Select(group => Describe(group, held))],
            Maintenance = [.. Enum.GetValues<NodeRole>().Select(role => Window(plan, role))],
            CertificateDays = certificates.Shortest(plan) is { } left ? CertificateLife.Days(left) : null,
            Backup = Describe(plan, row.CreatedAt, await backups.NewestAsync(cluster, cancellationToken)),
            DisruptionLock = await disruptionLock.FindAsync(cluster, cancellationToken),
            Run = run is null ? null : RunLine.Of(run, (await instances.IncidentsAsync(run.Id, cancellationToken: cancellationToken)).Count),
        };
    }

    private static ClusterNode Describe(PlannedNode node, IReadOnlyList<LedgerEntry> held, ClusterLook look)
    {
        var entry = held.FirstOrDefault(entry => entry.Kind == ResourceKinds.Instance && entry.Name == node.Name);
        var state = look.Nodes.TryGetValue(node.Name, out var found)
            ? (found.IsReady() ? "Ready" : found.WhyNotReady()) + (found.IsCordoned() ? ", cordoned" : "")
            : entry?.Address is null ? "not launched" : look.ApiServer is not null ? "not registered" : "unknown";
        return new(node.Name, ClusterPlan.Word(node.Role), entry?.Address, found?.KubeletVersion() ?? "", state);
    }

    private static SecurityGroupView Describe(PlannedGroup group, IReadOnlyList<LedgerEntry> held) => new(
        group.Name,
        held.Any(entry => entry is { Kind: ResourceKinds.SecurityGroup, IsMade: true } && entry.Name == group.Name),
        [.. group.Rules.Select(rule => $"{rule.Description}: {rule.Protocol} {(rule.StartPort == rule.EndPort ? rule.StartPort : $"{rule.StartPort}–{rule.EndPort}")}")]);

    private BackupView Describe(ClusterPlan plan, DateTimeOffset createdAt, EtcdBackup? last)
    {
        var every = plan.Spec.Backup.EveryHours;
        return new(last?.Id, last?.TakenAt, every, every == 0 ? 0 : Math.Max(0, (clock.GetUtcNow() - (last?.TakenAt ?? createdAt)).TotalHours - every));
    }

    private MaintenanceView Window(ClusterPlan plan, NodeRole role)
    {
        var (spec, now) = (plan.Spec.Maintenance, clock.GetUtcNow());
        var open = MaintenanceWindow.Open(spec, role, now);
        var window = open ?? MaintenanceWindow.Next(spec, role, now);
        return new(ClusterPlan.Word(role), open is not null, window.Opens, window.Closes);
    }
}
