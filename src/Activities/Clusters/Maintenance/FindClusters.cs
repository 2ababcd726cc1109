using Masterplan.Activities.Clusters.Locks;
using Masterplan.Activities.Clusters.Planning;
using Masterplan.Activities.Steps;

namespace Masterplan.Activities.Clusters.Maintenance;

/// <summary>Finds the clusters that a schedule has work for. One that has a run under way is left to the next look.</summary>
public abstract class FindClusters : DurableActivity
{
    [Output(DisplayName = "Clusters", Description = "The clusters' names.")]
    public Output<ICollection<string>> Clusters { get; set; } = default!;

    protected abstract Task<bool> IsDueAsync(ActivityExecutionContext context, ClusterPlan plan, DateTimeOffset now, CancellationToken cancellationToken);

    protected override async Task<Progress> AttemptAsync(ActivityExecutionContext context, CancellationToken cancellationToken)
    {
        var registry = context.GetRequiredService<ClusterRegistry>();
        var now = context.GetRequiredService<TimeProvider>().GetUtcNow();
        var due = new List<string>();
        foreach (var cluster in await registry.ListAsync(cancellationToken))
        {
            if (await IsDueAsync(context, await registry.PlanAsync(cluster.Name, cancellationToken), now, cancellationToken) && await IsFreeAsync(context, cluster.Name, cancellationToken))
                due.Add(cluster.Name);
        }

        context.Set(Clusters, due);
        return Progress.Done;
    }

    private static async Task<bool> IsFreeAsync(ActivityExecutionContext context, string cluster, CancellationToken cancellationToken) =>
        await context.GetRequiredService<DisruptionLock>().FindAsync(cluster, cancellationToken) is null
        && !await context.GetRequiredService<IClusterRuns>().IsAnyUnderWayAsync(cluster, cancellationToken);
}
