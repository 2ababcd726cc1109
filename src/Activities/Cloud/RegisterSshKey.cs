using Masterplan.Activities.Clusters.Ledger;
using Masterplan.Activities.Steps;

namespace Masterplan.Activities.Cloud;

[Activity("Masterplan", "Cloud", "Registers the cluster's public SSH key with the cloud.", DisplayName = "Register SSH key")]
public sealed class RegisterSshKey : CloudActivity
{
    protected override async Task<CloudStep> NextAsync(ClusterScope scope)
    {
        var name = scope.Plan.SshKeyName;
        if (await scope.Cloud.SshKeys.FindAsync(name, scope.CancellationToken) is not null)
        {
            await scope.Ledger.RecordAsync(scope.Cluster, ResourceKinds.SshKey, name, scope.Run, name, cancellationToken: scope.CancellationToken);
            return CloudStep.Settled;
        }

        await scope.Ledger.PlanAsync(scope.Cluster, ResourceKinds.SshKey, name, scope.Run, scope.Step, scope.CancellationToken);
        return await CloudStep.ChangeAsync(scope, $"Registering SSH key '{name}'", () => scope.Cloud.SshKeys.RegisterAsync(name, scope.Secrets.SshKey(scope.Cluster).PublicKey, scope.CancellationToken));
    }
}
