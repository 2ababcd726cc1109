using System.Diagnostics.Metrics;
using Masterplan.Host.Clusters;
using Masterplan.Runtime.Authoring;
using Masterplan.Runtime.Runs;

namespace Masterplan.Host.Telemetry;

/// <summary>Looks every so often how runs and clusters are, and tells it as measures.</summary>
internal sealed class HostGauges : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(15);

    /// <summary>Clusters are asked over the network; certificates change by the day.</summary>
    private const int PeriodsBetweenClusters = 4;
    private readonly IWorkflowInstances instances;
    private readonly ClusterWatch clusters;
    private readonly TimeProvider clock;
    private readonly Meter meter = new("Masterplan.Host");
    private volatile Sample<long>[] runs = [];
    private volatile Sample<double>[] certificates = [];
    private volatile Sample<double>[] backups = [];
    private volatile Sample<long>[] quorums = [];
    private volatile Sample<long>[] members = [];

    public HostGauges(IWorkflowInstances instances, ClusterWatch clusters, TimeProvider clock)
    {
        (this.instances, this.clusters, this.clock) = (instances, clusters, clock);
        Observe("masterplan.runs", () => runs, "Runs that people or schedules started, by state.");
        Observe("masterplan.certificates.days_left", () => certificates, "Days until the first certificate of a cluster ends.");
        Observe("masterplan.backup.overdue_hours", () => backups, "By how many hours the scheduled backup of a cluster is late.");
        Observe("masterplan.etcd.quorum", () => quorums, "1 while the etcd cluster has a quorum.");
        Observe("masterplan.etcd.members_answering", () => members, "How many members of the etcd cluster answer.");
    }

    public override void Dispose()
    {
        meter.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, clock);
        var turn = 0;
        do
            try
            {
                runs = await RunsAsync(stoppingToken);
                if (turn++ % PeriodsBetweenClusters == 0)
                    await LookAtClustersAsync(stoppingToken);
            }
            catch (Exception) when (!stoppingToken.IsCancellationRequested)
            {
                // The database or a cluster does not answer: the last measures stay, and others tell of it.
            }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task<Sample<long>[]> RunsAsync(CancellationToken cancellationToken)
    {
        async Task<Sample<long>> CountAsync(string state, InstanceFilter filter) => new((await instances.ListAsync(filter with { RootsOnly = true, Take = 1 }, cancellationToken)).TotalCount, [new("state", state)]);
        var underWay = new InstanceFilter { Status = WorkflowStatus.Running };
        return
        [
            await CountAsync("under way", underWay with { HasIncidents = false, IsPaused = false }),
            await CountAsync("needs a person", underWay with { HasIncidents = true }),
            await CountAsync("paused", underWay with { IsPaused = true }),
            await CountAsync("finished", new() { Status = WorkflowStatus.Finished }),
        ];
    }

    private async Task LookAtClustersAsync(CancellationToken cancellationToken)
    {
        var all = await clusters.AllAsync(cancellationToken);
        certificates = [.. all.Where(cluster => cluster.CertificateDays is not null).Select(cluster => new Sample<double>(cluster.CertificateDays!.Value, [new("cluster", cluster.Cluster)]))];
        backups = [.. all.Select(cluster => new Sample<double>(cluster.Backup.OverdueHours, [new("cluster", cluster.Cluster)]))];
        quorums = [.. all.SelectMany(cluster => cluster.Etcd.Select(etcd => new Sample<long>(etcd.HasQuorum ? 1 : 0, [new("cluster", cluster.Cluster), new("etcd", etcd.Id)])))];
        members = [.. all.SelectMany(cluster => cluster.Etcd.Select(etcd => new Sample<long>(etcd.Members.Count(member => member.Answers), [new("cluster", cluster.Cluster), new("etcd", etcd.Id)])))];
    }

    private void Observe<T>(string name, Func<Sample<T>[]> samples, string description)
        where T : struct => meter.CreateObservableGauge(name, () => samples().Select(sample => new Measurement<T>(sample.Value, sample.Tags)), null, description);

    private sealed record Sample<T>(T Value, KeyValuePair<string, object?>[] Tags);
}
