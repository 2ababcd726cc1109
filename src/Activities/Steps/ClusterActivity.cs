using System.ComponentModel.DataAnnotations;
using Masterplan.Activities.Clusters;

namespace Masterplan.Activities.Steps;

/// <summary>A step that works on one cluster.</summary>
public abstract class ClusterActivity : DurableActivity
{
    [Required]
    [Input(DisplayName = "Cluster", Description = "The cluster's name.", Order = -10)]
    public Input<string> Cluster { get; set; } = default!;

    /// <summary>Does the step's work once for the cluster.</summary>
    protected abstract Task<Progress> AttemptAsync(ClusterScope scope);

    protected sealed override async Task<Progress> AttemptAsync(ActivityExecutionContext context, CancellationToken cancellationToken)
    {
        var cluster = context.Get(Cluster) ?? "";
        var plan = await context.GetRequiredService<ClusterRegistry>().PlanAsync(cluster, cancellationToken);
        return await AttemptAsync(new ClusterScope(context, plan, cancellationToken));
    }
}
