using Masterplan.Activities.Steps;

namespace Masterplan.Activities.Cloud;

[Activity("Masterplan", "Cloud", "Proves that neither the ledger nor the cloud lists anything of the cluster, then forgets the cluster with its secrets.", DisplayName = "Verify teardown")]
public sealed class VerifyTeardown : ClusterActivity
{
    protected override async Task<Progress> AttemptAsync(ClusterScope scope)
    {
        var left = new List<string>();
        foreach (var kind in CloudResources.Kinds)
        {
            foreach (var resource in await CloudResources.OfClusterAsync(scope, kind))
            {
                if (!await scope.Ledger.IsSharedAsync(scope.Cluster, resource.Id, scope.CancellationToken))
                    left.Add($"{kind} '{resource.Name}' in the cloud");
            }
        }

        left.AddRange((await scope.Ledger.ListAsync(scope.Cluster, scope.CancellationToken)).Select(entry => $"{entry.Kind} '{entry.Name}' in the ledger"));
        if (left.Count > 0)
            return Progress.NotYet($"Still there: {string.Join(", ", left)}");
        await scope.Registry.ForgetAsync(scope.Cluster, scope.CancellationToken);
        scope.Secrets.DeleteAll(scope.Cluster);
        return Progress.Done;
    }
}
