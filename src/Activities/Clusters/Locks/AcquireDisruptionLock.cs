using System.ComponentModel.DataAnnotations;
using Masterplan.Activities.Steps;

namespace Masterplan.Activities.Clusters.Locks;

[Activity("Masterplan", "Clusters", "Takes the cluster's disruption lock; waits while another run holds it.", DisplayName = "Take disruption lock")]
public sealed class AcquireDisruptionLock : ClusterActivity
{
    [Required]
    [Input(DisplayName = "Purpose", Description = "What the lock is held for, shown to those who wait.")]
    public Input<string> Purpose { get; set; } = default!;

    protected override async Task<Progress> AttemptAsync(ClusterScope scope)
    {
        var holding = await scope.DisruptionLock.TakeAsync(scope.Cluster, scope.Run, scope.Context.Get(Purpose) ?? "", scope.CancellationToken);
        return holding.Owner == scope.Run
            ? Progress.Done
            : Progress.NotYet($"Run '{holding.Owner}' holds the disruption lock until {holding.ExpiresAt:u}, for {holding.Purpose}");
    }
}
