using Masterplan.Activities.Clusters;
using Masterplan.Activities.Clusters.Ledger;
using Masterplan.Activities.Clusters.Planning;
using Masterplan.Activities.Steps;
using Masterplan.Exoscale.SecurityGroups;

namespace Masterplan.Activities.Cloud;

/// <summary>Finds the security groups of a cluster, and removes rules of theirs. Groups carry no labels, so the name is their identity.</summary>
internal static class SecurityGroupLookup
{
    public static PlannedGroup Planned(ClusterPlan plan, string? role) =>
        plan.Groups.FirstOrDefault(group => ClusterPlan.Word(group.Role) == role)
        ?? throw new ConfigurationException("The security group's role", "role", $"'{role}' is neither 'master' nor 'worker'.");

    /// <summary>The group of that name, noted in the ledger; null when there is none.</summary>
    public static async Task<SecurityGroup?> FindAsync(ClusterScope scope, string name)
    {
        var found = (await scope.Cloud.SecurityGroups.ListAsync(scope.CancellationToken)).FirstOrDefault(group => group.Name == name);
        if (found is not null)
            await scope.Ledger.RecordAsync(scope.Cluster, ResourceKinds.SecurityGroup, name, scope.Run, found.Id.ToString(), cancellationToken: scope.CancellationToken);
        return found;
    }

    /// <summary>Begins to remove rules; settled when there are none.</summary>
    public static Task<CloudStep> RemoveAsync(ClusterScope scope, IReadOnlyList<(SecurityGroup Group, SecurityGroupRule Rule)> rules) => CloudStep.ChangeAllAsync(
        scope,
        rules,
        found => scope.Cloud.SecurityGroups.DeleteRuleAsync(found.Group.Id, found.Rule.Id, scope.CancellationToken),
        found => $"Removing rule '{found.Rule.Description}' from security group '{found.Group.Name}'");
}
