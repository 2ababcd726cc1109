using System.ComponentModel.DataAnnotations;
using Masterplan.Activities.Steps;

namespace Masterplan.Activities.Clusters.Planning;

[Activity("Masterplan", "Clusters", "Writes a lower total of workers into the cluster's spec, once those that are too many are gone.", DisplayName = "Lower number of workers")]
public sealed class LowerWorkers : ClusterActivity
{
    [Required]
    [Input(DisplayName = "Workers", Description = "The wished total of workers.")]
    public Input<int?> Workers { get; set; } = default!;

    protected override async Task<Progress> AttemptAsync(ClusterScope scope)
    {
        var workers = scope.Context.Get(Workers);
        if (WorkerRemoval.Surplus(scope.Plan, workers).Count > 0)
        {
            var known = await scope.Registry.FindAsync(scope.Cluster, scope.CancellationToken);
            await scope.Registry.AcceptAsync(scope.Cluster, SpecEditor.WithWorkers(known!.SpecYaml, workers!.Value), scope.CancellationToken);
        }

        return Progress.Done;
    }
}
