using Masterplan.Activities.Clusters;
using Masterplan.Activities.Clusters.Changes;
using Masterplan.Activities.Clusters.Planning;
using Masterplan.Host.Composition;
using Masterplan.Host.Runs;
using Masterplan.Rehearsal.Latencies;
using Masterplan.Runtime.Authoring;
using Masterplan.Runtime.Runs;

namespace Masterplan.Host.Progress;

/// <summary>Sums a run up.</summary>
internal sealed class RunReport(IServiceProvider services, DataFolder folder, CloudEndpoint cloud, long startedTimestamp)
{
    public async Task<RunSummary> SummarizeAsync(WorkflowInstance run, CancellationToken cancellationToken)
    {
        var incidents = await services.GetRequiredService<IWorkflowInstances>().IncidentsAsync(run.Id, cancellationToken: cancellationToken);
        return new(
            run.Id,
            run.DefinitionId,
            RunLine.ClusterOf(run) ?? "",
            Status(run),
            await services.GetRequiredService<ChangeLog>().CountAsync(run.Id, cancellationToken),
            Math.Round(TimeProvider.System.GetElapsedTime(startedTimestamp).TotalSeconds, 3),
            await ChainAsync(run, cancellationToken),
            incidents);
    }

    public static string Status(WorkflowInstance run) => run.SubStatus switch
    {
        WorkflowSubStatus.Finished => "succeeded",
        WorkflowSubStatus.Cancelled => "cancelled",
        WorkflowSubStatus.Faulted => "failed",
        _ => "suspended",
    };

    private async Task<double> ChainAsync(WorkflowInstance run, CancellationToken cancellationToken)
    {
        var waits = await RunMarks.WaitsAsync(folder, cloud, run.Id, cancellationToken);
        if (waits.Count == 0)
            return 0;
        var cluster = run.CorrelationId ?? "";
        if (run.DefinitionId == "os-maintenance")
            return Math.Round(waits.Where(wait => wait.Step == LatencySteps.Boot).Sum(wait => wait.Seconds), 1);
        if (run.DefinitionId == "worker-remove")
            return Math.Round(WaitChain.OfRemoval(waits), 1);
        if (run.DefinitionId == "cluster-teardown")
            return Math.Round(WaitChain.OfTeardown([.. waits.Select(wait => wait.Subject).Where(name => name.StartsWith(cluster + "-master-", StringComparison.Ordinal) || name.StartsWith(cluster + "-worker-", StringComparison.Ordinal))], waits), 1);
        if (await services.GetRequiredService<ClusterRegistry>().FindAsync(cluster, cancellationToken) is null)
            return 0;
        ClusterPlan plan = await services.GetRequiredService<ClusterRegistry>().PlanAsync(cluster, cancellationToken);
        return Math.Round(run.DefinitionId switch { "cluster-upgrade" => WaitChain.OfUpgrade(plan, waits), "certificate-renewal" => WaitChain.OfRenewal(plan, waits), _ => WaitChain.OfBuild(plan, waits) }, 1);
    }
}
