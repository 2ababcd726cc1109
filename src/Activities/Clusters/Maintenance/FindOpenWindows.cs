using Masterplan.Activities.Clusters.Locks;
using Masterplan.Activities.Clusters.Planning;
using Masterplan.Activities.Steps;

namespace Masterplan.Activities.Clusters.Maintenance;

[Activity("Masterplan", "Clusters", "Finds the clusters of which a maintenance window is open now. One that a run is disrupting already is left to the next look.", DisplayName = "Find open windows")]
public sealed class FindOpenWindows : DurableActivity
{
    [Output(DisplayName = "Clusters", Description = "The clusters' names.")]
    public Output<ICollection<string>> Clusters { get; set; } = default!;

    protected override async Task<Progress> AttemptAsync(ActivityExecutionContext context, CancellationToken cancellationToken)
    {
        var registry = context.GetRequiredService<ClusterRegistry>();
        var disruptionLock = context.GetRequiredService<DisruptionLock>();
        var now = context.GetRequiredService<TimeProvider>().GetUtcNow();
        var open = new List<string>();
        foreach (var cluster in await registry.ListAsync(cancellationToken))
        {
            var windows = (await registry.PlanAsync(cluster.Name, cancellationToken)).Spec.Maintenance;
            if (Enum.GetValues<NodeRole>().Any(role => MaintenanceWindow.Open(windows, role, now) is not null) && await disruptionLock.FindAsync(cluster.Name, cancellationToken) is null)
                open.Add(cluster.Name);
        }

        context.Set(Clusters, open);
        return Progress.Done;
    }
}
