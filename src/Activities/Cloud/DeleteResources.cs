using System.ComponentModel.DataAnnotations;
using Masterplan.Activities.Clusters;
using Masterplan.Activities.Clusters.Ledger;
using Masterplan.Activities.Steps;
using Masterplan.Exoscale.Operations;

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
        foreach (var resource in await CloudResources.OfClusterAsync(scope, kind))
        {
            if (!await scope.Ledger.IsSharedAsync(scope.Cluster, resource.Id, scope.CancellationToken))
                return await DeleteAsync(scope, kind, resource);
        }

        foreach (var entry in (await scope.Ledger.ListAsync(scope.Cluster, scope.CancellationToken)).Where(entry => entry.Kind == kind))
            await scope.Ledger.RemoveAsync(scope.Cluster, kind, entry.Name, scope.CancellationToken);
        return CloudStep.Settled;
    }

    private static async Task<CloudStep> DeleteAsync(ClusterScope scope, string kind, CloudResources.Found resource)
    {
        if (kind == ResourceKinds.SecurityGroup && await RuleAsync(scope, Guid.Parse(resource.Id)) is { } rule)
            return CloudStep.Changing(await scope.Cloud.SecurityGroups.DeleteRuleAsync(Guid.Parse(resource.Id), rule, scope.CancellationToken), $"Removing a rule of security group '{resource.Name}'");
        return CloudStep.Changing(await CallAsync(scope, kind, resource), $"Deleting {kind} '{resource.Name}'");
    }

    private static Task<Operation> CallAsync(ClusterScope scope, string kind, CloudResources.Found resource) => kind switch
    {
        ResourceKinds.ElasticIp => scope.Cloud.ElasticIps.DeleteAsync(Guid.Parse(resource.Id), scope.CancellationToken),
        ResourceKinds.SecurityGroup => scope.Cloud.SecurityGroups.DeleteAsync(Guid.Parse(resource.Id), scope.CancellationToken),
        ResourceKinds.AntiAffinityGroup => scope.Cloud.AntiAffinityGroups.DeleteAsync(Guid.Parse(resource.Id), scope.CancellationToken),
        ResourceKinds.SshKey => scope.Cloud.SshKeys.DeleteAsync(resource.Name, scope.CancellationToken),
        ResourceKinds.Template => scope.Cloud.Templates.DeleteAsync(Guid.Parse(resource.Id), scope.CancellationToken),
        _ => throw new ConfigurationException("The kind of resource", "kind", $"'{kind}' is not one that can be deleted here."),
    };

    /// <summary>A rule that names a group of the cluster: while one does, the groups hold each other.</summary>
    private static async Task<Guid?> RuleAsync(ClusterScope scope, Guid group) =>
        (await scope.Cloud.SecurityGroups.GetAsync(group, scope.CancellationToken)).Rules.FirstOrDefault(rule => rule.SecurityGroup is not null)?.Id;
}
