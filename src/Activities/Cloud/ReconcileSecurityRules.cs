using System.ComponentModel.DataAnnotations;
using Masterplan.Activities.Clusters;
using Masterplan.Activities.Clusters.Planning;
using Masterplan.Activities.Steps;
using Masterplan.Exoscale.SecurityGroups;

namespace Masterplan.Activities.Cloud;

[Activity("Masterplan", "Cloud", "Adds the rules that a security group lacks and removes those that the plan does not have.", DisplayName = "Reconcile security rules")]
public sealed class ReconcileSecurityRules : CloudActivity
{
    [Required]
    [Input(DisplayName = "Role", Description = "Whose group it is.", UIHint = InputUIHints.DropDown, Options = new[] { "master", "worker" })]
    public Input<string> Role { get; set; } = default!;

    protected override async Task<CloudStep> NextAsync(ClusterScope scope)
    {
        var planned = SecurityGroupLookup.Planned(scope.Plan, scope.Context.Get(Role));
        if (await SecurityGroupLookup.FindAsync(scope, planned.Name) is not { } listed)
            throw new ConfigurationException($"Security group '{planned.Name}'", "", "It does not exist; create it before its rules.");
        var group = await scope.Cloud.SecurityGroups.GetAsync(listed.Id, scope.CancellationToken);
        var (missing, surplus) = SecurityRules.Compare(planned, group.Rules);
        if (missing.Count > 0)
            return CloudStep.Changing(await AddAsync(scope, group, missing[0]), $"Opening '{missing[0].Description}' in security group '{group.Name}'");
        if (surplus.Count > 0)
        {
            var operation = await scope.Cloud.SecurityGroups.DeleteRuleAsync(group.Id, surplus[0].Id, scope.CancellationToken);
            return CloudStep.Changing(operation, $"Removing rule '{surplus[0].Description}' from security group '{group.Name}'");
        }

        return CloudStep.Settled;
    }

    private static async Task<Exoscale.Operations.Operation> AddAsync(ClusterScope scope, SecurityGroup group, PlannedRule rule)
    {
        SecurityGroupResource? source = null;
        if (rule.SourceGroup is { } name)
        {
            source = await SecurityGroupLookup.FindAsync(scope, name) is { } found
                ? new() { Id = found.Id }
                : throw new ConfigurationException($"Security group '{name}'", "", $"It does not exist, and a rule of '{group.Name}' names it; create both groups before their rules.");
        }

        var added = new NewSecurityGroupRule
        {
            Protocol = SecurityRules.Protocol(rule),
            Description = rule.Description,
            StartPort = rule.StartPort,
            EndPort = rule.EndPort,
            Network = rule.Network,
            SecurityGroup = source,
        };
        return await scope.Cloud.SecurityGroups.AddRuleAsync(group.Id, added, scope.CancellationToken);
    }
}
