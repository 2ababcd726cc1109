using Masterplan.Activities.Clusters.Ledger;
using Masterplan.Activities.Steps;

namespace Masterplan.Activities.Cloud;

[Activity("Masterplan", "Cloud", "Deletes the instance of a node with everything on it.", DisplayName = "Delete node's instance")]
public sealed class DeleteInstance : NodeActivity
{
    protected override async Task<CloudStep> NextAsync(ClusterScope scope)
    {
        var name = scope.Context.Get(Node) ?? "";
        var ours = (await scope.Cloud.Instances.ListAsync(cancellationToken: scope.CancellationToken))
            .FirstOrDefault(instance => instance.Name == name && Labels.Belongs(instance.Labels, scope.Cluster));
        if (ours is not null)
            return await CloudStep.ChangeAsync(scope, $"Deleting instance '{name}'", () => scope.Cloud.Instances.DeleteAsync(ours.Id, scope.CancellationToken));
        await scope.Ledger.RemoveAsync(scope.Cluster, ResourceKinds.Instance, name, scope.CancellationToken);
        await scope.Registry.ForgetNodeAsync(scope.Plan, Planned(scope), scope.CancellationToken);
        scope.Secrets.DeleteCertificates(scope.Cluster, name);
        return CloudStep.Settled;
    }
}
