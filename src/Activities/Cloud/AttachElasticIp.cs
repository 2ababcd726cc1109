using Masterplan.Activities.Clusters.Ledger;
using Masterplan.Activities.Steps;

namespace Masterplan.Activities.Cloud;

[Activity("Masterplan", "Cloud", "Attaches the elastic IP to a master.", DisplayName = "Attach elastic IP")]
public sealed class AttachElasticIp : NodeActivity
{
    protected override async Task<CloudStep> NextAsync(ClusterScope scope)
    {
        var node = Planned(scope);
        var instance = await scope.Ledger.FindAsync(scope.Cluster, ResourceKinds.Instance, node.Name, scope.CancellationToken);
        var ip = await scope.Ledger.FindAsync(scope.Cluster, ResourceKinds.ElasticIp, scope.Plan.ElasticIpDescription, scope.CancellationToken);
        if (instance?.ResourceId is null || ip?.ResourceId is null)
            return CloudStep.Waiting($"Instance '{node.Name}' and the elastic IP are not both there yet");
        var current = await scope.Cloud.Instances.GetAsync(Guid.Parse(instance.ResourceId), scope.CancellationToken);
        var id = Guid.Parse(ip.ResourceId);
        return current.ElasticIps.Any(attached => attached.Id == id)
            ? CloudStep.Settled
            : await CloudStep.ChangeAsync(scope, $"Attaching the elastic IP to '{node.Name}'", () => scope.Cloud.ElasticIps.AttachAsync(id, current.Id, scope.CancellationToken));
    }
}
