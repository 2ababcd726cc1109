using System.Globalization;
using System.Text;
using Masterplan.Activities.Clusters;
using Masterplan.Activities.Clusters.Ledger;
using Masterplan.Activities.Clusters.Planning;
using Masterplan.Activities.Clusters.Spec;
using Masterplan.Activities.Nodes.Artifacts;
using Masterplan.Activities.Nodes.Ignition;
using Masterplan.Activities.Steps;
using Masterplan.Exoscale.Instances;

namespace Masterplan.Activities.Cloud;

[Activity("Masterplan", "Cloud", "Launches the instance of a node with Flatcar, CoreOS's successor, and waits until it runs. One that is there already is adopted.", DisplayName = "Launch node")]
public sealed class LaunchCoreOsNode : NodeActivity
{
    protected override async Task<CloudStep> NextAsync(ClusterScope scope)
    {
        var node = Planned(scope);
        var instances = await OursAsync(scope, node.Name);
        if (instances.Count == 0)
            return await CreateAsync(scope, node);
        if (instances.Count > 1)
            return await DeleteAsync(scope, instances[^1], "a duplicate");
        var instance = instances[0];
        await scope.Ledger.RecordAsync(scope.Cluster, ResourceKinds.Instance, node.Name, scope.Run, instance.Id.ToString(), instance.PublicIp, scope.CancellationToken);
        return instance.State switch
        {
            InstanceState.Running when instance.PublicIp is { Length: > 0 } => CloudStep.Settled,
            InstanceState.Stopped => await CloudStep.ChangeAsync(scope, $"Starting instance '{node.Name}'", () => scope.Cloud.Instances.StartAsync(instance.Id, scope.CancellationToken)),
            InstanceState.Error => await DeleteAsync(scope, instance, "in state error"),
            _ => CloudStep.Waiting($"Instance '{node.Name}' is {instance.State.ToString().ToLower(CultureInfo.InvariantCulture)}"),
        };
    }

    /// <summary>
    /// The instances that carry the node's name and the cluster's label, oldest first; those on their way out do not count. One whose
    /// address is in the ledger was found in such a list before; until then the whole list is read, for an order whose answer was lost may show up late.
    /// </summary>
    private static async Task<IReadOnlyList<Instance>> OursAsync(ClusterScope scope, string name)
    {
        var entry = await scope.Ledger.FindAsync(scope.Cluster, ResourceKinds.Instance, name, scope.CancellationToken);
        if (entry is { ResourceId: { } id, Address: not null } && await scope.Cloud.Instances.FindAsync(Guid.Parse(id), scope.CancellationToken) is { } known && IsAlive(known))
            return [known];
        var all = await scope.Cloud.Instances.ListAsync(cancellationToken: scope.CancellationToken);
        return [.. all.Where(instance => instance.Name == name && Labels.Belongs(instance.Labels, scope.Cluster) && IsAlive(instance)).OrderBy(instance => instance.CreatedAt)];
    }

    private static bool IsAlive(Instance instance) =>
        instance.State is not (InstanceState.Destroying or InstanceState.Destroyed or InstanceState.Expunging);

    private static Task<CloudStep> DeleteAsync(ClusterScope scope, Instance instance, string why) =>
        CloudStep.ChangeAsync(scope, $"Deleting instance '{instance.Name}' ({instance.Id}), {why}", () => scope.Cloud.Instances.DeleteAsync(instance.Id, scope.CancellationToken));

    private static async Task<CloudStep> CreateAsync(ClusterScope scope, PlannedNode node)
    {
        // A new machine has a new host key, and nothing on it yet.
        await scope.Registry.ForgetMachineAsync(scope.Plan, node, scope.CancellationToken);
        var request = await RequestAsync(scope, node);
        await scope.Ledger.RemoveAsync(scope.Cluster, ResourceKinds.Instance, node.Name, scope.CancellationToken);
        return await CloudStep.CreateAsync(scope, ResourceKinds.Instance, node.Name, $"Creating instance '{node.Name}'", () => scope.Cloud.Instances.CreateAsync(request, scope.CancellationToken));
    }

    private static async Task<NewInstance> RequestAsync(ClusterScope scope, PlannedNode node)
    {
        var row = await scope.Registry.FindAsync(scope.Cluster, scope.CancellationToken);
        var version = KubernetesVersion.Parse(row!.Version);
        var checksums = await scope.Context.GetRequiredService<ArtifactPins>().ResolveAsync(scope.Plan, version, scope.CancellationToken);
        var ignition = IgnitionConfig.Render(scope.Plan, node, version, scope.Secrets.SshKey(scope.Cluster).PublicKey, checksums);
        return new()
        {
            Name = node.Name,
            InstanceType = new(await InstanceTypeAsync(scope, node.Pool.InstanceType)),
            Template = new(await IdAsync(scope, ResourceKinds.Template, scope.Plan.TemplateName)),
            DiskSize = node.Pool.DiskGib,
            SshKeys = [new(scope.Plan.SshKeyName)],
            SecurityGroups = [new(await IdAsync(scope, ResourceKinds.SecurityGroup, ClusterPlan.GroupName(scope.Cluster, node.Role)))],
            AntiAffinityGroups = [new(await IdAsync(scope, ResourceKinds.AntiAffinityGroup, node.AntiAffinityGroup))],
            UserData = Convert.ToBase64String(Encoding.UTF8.GetBytes(ignition)),
            PublicIpAssignment = "inet4",
            Labels = new Dictionary<string, string> { [Labels.Cluster] = scope.Cluster, [Labels.Role] = ClusterPlan.Word(node.Role), [Labels.Run] = scope.Run },
        };
    }

    private static async Task<Guid> IdAsync(ClusterScope scope, string kind, string name) =>
        (await scope.Ledger.FindAsync(scope.Cluster, kind, name, scope.CancellationToken))?.ResourceId is { } id
            ? Guid.Parse(id)
            : throw new ConfigurationException($"The {kind} '{name}'", "", "It was not made yet; the launch of a node needs it. Run the bootstrap of the cluster.");

    private static async Task<Guid> InstanceTypeAsync(ClusterScope scope, string name)
    {
        var wanted = name.Contains('.') ? name : $"standard.{name}";
        return (await scope.Cloud.InstanceTypes.ListAsync(scope.CancellationToken)).FirstOrDefault(type => type.Name == wanted)?.Id
            ?? throw new ConfigurationException("The instance type", "instanceType", $"The zone knows no '{wanted}'.");
    }
}
