using Masterplan.Activities.Clusters.Ledger;
using Masterplan.Activities.Steps;
using Masterplan.Exoscale;

namespace Masterplan.Activities.Cloud;

/// <summary>What the cloud holds for a cluster, told by label, name, and for templates by the ledger.</summary>
internal static class CloudResources
{
    public sealed record Found(string Kind, string Id, string Name);

    public static IReadOnlyList<string> Kinds { get; } =
    [
        ResourceKinds.Instance, ResourceKinds.ElasticIp, ResourceKinds.SecurityGroup, ResourceKinds.AntiAffinityGroup, ResourceKinds.SshKey, ResourceKinds.Template,
    ];

    public static async Task<IReadOnlyList<Found>> OfClusterAsync(ClusterScope scope, string kind) => kind switch
    {
        ResourceKinds.Instance => [.. (await scope.Cloud.Instances.ListAsync(cancellationToken: scope.CancellationToken))
            .Where(instance => Labels.Belongs(instance.Labels, scope.Cluster)).Select(instance => new Found(kind, instance.Id.ToString(), instance.Name))],
        ResourceKinds.ElasticIp => [.. (await scope.Cloud.ElasticIps.ListAsync(scope.CancellationToken))
            .Where(ip => Labels.Belongs(ip.Labels, scope.Cluster)).Select(ip => new Found(kind, ip.Id.ToString(), ip.Description ?? ""))],
        ResourceKinds.SecurityGroup => [.. (await scope.Cloud.SecurityGroups.ListAsync(scope.CancellationToken))
            .Where(group => scope.Plan.Groups.Any(planned => planned.Name == group.Name)).Select(group => new Found(kind, group.Id.ToString(), group.Name))],
        ResourceKinds.AntiAffinityGroup => await AntiAffinityGroupsAsync(scope),
        ResourceKinds.SshKey => await scope.Cloud.SshKeys.FindAsync(scope.Plan.SshKeyName, scope.CancellationToken) is { } key ? [new(kind, key.Name, key.Name)] : [],
        _ => await TemplatesAsync(scope),
    };

    /// <summary>By the plan and the ledger: workers that were taken away leave groups behind that the plan no longer names.</summary>
    private static async Task<IReadOnlyList<Found>> AntiAffinityGroupsAsync(ClusterScope scope)
    {
        var names = (await scope.Ledger.ListAsync(scope.Cluster, scope.CancellationToken))
            .Where(entry => entry.Kind == ResourceKinds.AntiAffinityGroup)
            .Select(entry => entry.Name)
            .Concat(scope.Plan.AntiAffinityGroups)
            .ToHashSet(StringComparer.Ordinal);
        return [.. (await scope.Cloud.AntiAffinityGroups.ListAsync(scope.CancellationToken))
            .Where(group => names.Contains(group.Name)).Select(group => new Found(ResourceKinds.AntiAffinityGroup, group.Id.ToString(), group.Name))];
    }

    private static async Task<IReadOnlyList<Found>> TemplatesAsync(ClusterScope scope)
    {
        var entry = await scope.Ledger.FindAsync(scope.Cluster, ResourceKinds.Template, scope.Plan.TemplateName, scope.CancellationToken);
        if (entry is null)
            return [];
        return [.. (await scope.Cloud.Templates.ListAsync(Visibility.Private, cancellationToken: scope.CancellationToken))
            .Where(template => template.Id.ToString() == entry.ResourceId || (entry.ResourceId is null && template.Name == entry.Name))
            .Select(template => new Found(ResourceKinds.Template, template.Id.ToString(), template.Name))];
    }
}
