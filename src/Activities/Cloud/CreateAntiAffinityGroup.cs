using System.ComponentModel.DataAnnotations;
using Masterplan.Activities.Clusters.Ledger;
using Masterplan.Activities.Steps;

namespace Masterplan.Activities.Cloud;

[Activity("Masterplan", "Cloud", "Creates an anti-affinity group, which keeps up to eight nodes on different hypervisors.", DisplayName = "Create anti-affinity group")]
public sealed class CreateAntiAffinityGroup : CloudActivity
{
    [Required]
    [Input(DisplayName = "Group", Description = "The group's name, one of those that the plan lists.")]
    public Input<string> Group { get; set; } = default!;

    protected override async Task<CloudStep> NextAsync(ClusterScope scope)
    {
        var name = scope.Context.Get(Group) ?? "";
        var found = (await scope.Cloud.AntiAffinityGroups.ListAsync(scope.CancellationToken)).FirstOrDefault(group => group.Name == name);
        if (found is not null)
        {
            await scope.Ledger.RecordAsync(scope.Cluster, ResourceKinds.AntiAffinityGroup, name, scope.Run, found.Id.ToString(), cancellationToken: scope.CancellationToken);
            return CloudStep.Settled;
        }

        return await CloudStep.CreateAsync(scope, ResourceKinds.AntiAffinityGroup, name, $"Creating anti-affinity group '{name}'",
            () => scope.Cloud.AntiAffinityGroups.CreateAsync(name, $"Nodes of cluster {scope.Cluster}", scope.CancellationToken));
    }
}
