using System.ComponentModel.DataAnnotations;
using Masterplan.Activities.Clusters.Spec;
using Masterplan.Activities.Steps;

namespace Masterplan.Activities.Clusters.Upgrade;

[Activity("Masterplan", "Clusters", "Notes that the whole cluster runs a version.", DisplayName = "Note new version")]
public sealed class FinishUpgrade : ClusterActivity
{
    [Required]
    [Input(DisplayName = "Version", Description = "The version that was reached.")]
    public Input<string> TargetVersion { get; set; } = default!;

    protected override async Task<Progress> AttemptAsync(ClusterScope scope)
    {
        var version = KubernetesVersion.Parse(scope.Context.Get(TargetVersion) ?? "");
        await scope.Registry.SetVersionAsync(scope.Cluster, version, scope.CancellationToken);
        return Progress.Done;
    }
}
