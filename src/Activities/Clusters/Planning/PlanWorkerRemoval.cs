using System.ComponentModel.DataAnnotations;
using Masterplan.Activities.Steps;

namespace Masterplan.Activities.Clusters.Planning;

[Activity("Masterplan", "Clusters", "Names the workers that are more than the wished total: those with the highest numbers. The spec stays as it is.", DisplayName = "Plan worker removal")]
public sealed class PlanWorkerRemoval : ClusterActivity
{
    // Nullable, so that a total which is not given is not taken for none.
    [Required]
    [Input(DisplayName = "Workers", Description = "The wished total of workers.")]
    public Input<int?> Workers { get; set; } = default!;

    [Output(DisplayName = "Surplus", Description = "The names of the workers that are too many.")]
    public Output<ICollection<string>> Surplus { get; set; } = default!;

    protected override Task<Progress> AttemptAsync(ClusterScope scope)
    {
        scope.Context.Set(Surplus, WorkerRemoval.Surplus(scope.Plan, scope.Context.Get(Workers)).ToList());
        return Task.FromResult(Progress.Done);
    }
}
