using System.ComponentModel.DataAnnotations;
using Masterplan.Activities.Clusters;
using Masterplan.Activities.Clusters.Ledger;
using Masterplan.Activities.Steps;
using Masterplan.Exoscale.Operations;
using Masterplan.Exoscale.SecurityGroups;

namespace Masterplan.Activities.Cloud;

[Activity("Masterplan", "Cloud", "Deletes what the cluster holds of one kind, one after the other. What another cluster uses too stays.", DisplayName = "Delete cloud resources")]
public sealed class DeleteResources : CloudActivity
{
    [Required]
    [Input(DisplayName = "Kind", Description = "The kind of resource.", UIHint = InputUIHints.DropDown,
        Options = new[] { ResourceKinds.ElasticIp, ResourceKinds.SecurityGroup, ResourceKinds.AntiAffinityGroup, ResourceKinds.SshKey, ResourceKinds.Template })]
    public Input<string> Kind { get; set; } = default!;

    protected override async Task<CloudStep> NextAsync(ClusterScope scope)
    {
        var kind = scope.Context.Get(Kind) ?? "";
        var resources = await CloudResources.OfClusterAsync(scope, kind);
        if (kind == ResourceKinds.SecurityGroup && await RemoveRulesAsync(scope, resources) is { IsSettled: false } removing)
            return removing;
        foreach (var resource in resources)
        {
            if (!await scope.Ledger.IsSharedAsync(scope.Cluster, resource.Id, scope.CancellationToken))
                return await DeleteAsync(scope, kind, resource);
        }

        foreach (var entry in (await scope.Ledger.ListAsync(scope.Cluster, scope.CancellationToken)).Where(entry => entry.Kind == kind))
            await scope.Ledger.RemoveAsync(scope.Cluster, kind, entry.Name, scope.CancellationToken);
        return CloudStep.Settled;
    }

    private static Task<CloudStep> DeleteAsync(ClusterScope scope, string kind, CloudResources.Found resource) =>
        CloudStep.ChangeAsync(scope, $"Deleting {kind} '{resource.Name}'", () => CallAsync(scope, kind, resource));

    private static Task<Operation> CallAsync(ClusterScope scope, string kind, CloudResources.Found resource) => kind switch
    {
        ResourceKinds.ElasticIp => scope.Cloud.ElasticIps.DeleteAsync(Guid.Parse(resource.Id), scope.CancellationToken),
        ResourceKinds.SecurityGroup => scope.Cloud.SecurityGroups.DeleteAsync(Guid.Parse(resource.Id), scope.CancellationToken),
        ResourceKinds.AntiAffinityGroup => scope.Cloud.AntiAffinityGroups.DeleteAsync(Guid.Parse(resource.Id), scope.CancellationToken),
        ResourceKinds.SshKey => scope.Cloud.SshKeys.DeleteAsync(resource.Name, scope.CancellationToken),
        ResourceKinds.Template => scope.Cloud.Templates.DeleteAsync(Guid.Parse(resource.Id), scope.CancellationToken),
        _ => throw new ConfigurationException("The kind of resource", "kind", $"'{kind}' is not one that can be deleted here."),
    };

    /// <summary>Removes the rules that name a group: while one does, the groups hold each other. Settled when none does.</summary>
    private static async Task<CloudStep> RemoveRulesAsync(ClusterScope scope, IReadOnlyList<CloudResources.Found> resources)
    {
        var rules = new List<(SecurityGroup Group, SecurityGroupRule Rule)>();
        foreach (var resource in resources)
        {
            var group = await scope.Cloud.SecurityGroups.GetAsync(Guid.Parse(resource.Id), scope.CancellationToken);
            rules.AddRange(group.Rules.Where(rule => rule.SecurityGroup is not null).Select(rule => (group, rule)));
        }

        return await SecurityGroupLookup.RemoveAsync(scope, rules);
    }
}
