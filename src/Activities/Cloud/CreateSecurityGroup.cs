using System.ComponentModel.DataAnnotations;
using Masterplan.Activities.Clusters.Ledger;
using Masterplan.Activities.Clusters.Planning;
using Masterplan.Activities.Steps;

namespace Masterplan.Activities.Cloud;

[Activity("Masterplan", "Cloud", "Creates the security group of the masters or of the workers.", DisplayName = "Create security group")]
public sealed class CreateSecurityGroup : CloudActivity
{
    [Required]
    [Input(DisplayName = "Role", Description = "Whose group it is.", UIHint = InputUIHints.DropDown, Options = new[] { "master", "worker" })]
    public Input<string> Role { get; set; } = default!;

    protected override async Task<CloudStep> NextAsync(ClusterScope scope)
    {
        var group = SecurityGroupLookup.Planned(scope.Plan, scope.Context.Get(Role));
        if (await SecurityGroupLookup.FindAsync(scope, group.Name) is not null)
            return CloudStep.Settled;
        return await CloudStep.CreateAsync(scope, ResourceKinds.SecurityGroup, group.Name, $"Creating security group '{group.Name}'",
            () => scope.Cloud.SecurityGroups.CreateAsync(group.Name, $"{ClusterPlan.Word(group.Role)}s of cluster {scope.Cluster}", scope.CancellationToken));
    }
}
