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
        return missing.Count > 0
            ? await AddAsync(scope, group, missing)
            : await SecurityGroupLookup.RemoveAsync(scope, [.. surplus.Select(rule => (group, rule))]);
    }

    private static async Task<CloudStep> AddAsync(ClusterScope scope, SecurityGroup group, IReadOnlyList<PlannedRule> rules)
    {
        var sources = new Dictionary<string, SecurityGroupResource>(StringComparer.Ordinal);
        foreach (var name in rules.Select(rule => rule.SourceGroup).OfType<string>().Distinct())
        {
            sources[name] = await SecurityGroupLookup.FindAsync(scope, name) is { } found
                ? new() { Id = found.Id }
                : throw new ConfigurationException($"Security group '{name}'", "", $"It does not exist, and a rule of '{group.Name}' names it; create both groups before their rules.");
        }

        return await CloudStep.ChangeAllAsync(
            scope,
            rules,
            rule => scope.Cloud.SecurityGroups.AddRuleAsync(group.Id, New(rule, rule.SourceGroup is { } source ? sources[source] : null), scope.CancellationToken),
            rule => $"Opening '{rule.Description}' in security group '{group.Name}'");
    }

    private static NewSecurityGroupRule New(PlannedRule rule, SecurityGroupResource? source) => new()
    {
        Protocol = SecurityRules.Protocol(rule),
        Description = rule.Description,
        StartPort = rule.StartPort,
        EndPort = rule.EndPort,
        Network = rule.Network,
        SecurityGroup = source,
    };
}
