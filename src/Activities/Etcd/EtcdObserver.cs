using Masterplan.Activities.Nodes;
using Masterplan.Activities.Steps;

namespace Masterplan.Activities.Etcd;

/// <summary>Looks at an etcd cluster from the first master that can tell.</summary>
internal static class EtcdObserver
{
    public static async Task<EtcdHealth> ObserveAsync(ClusterScope scope, EtcdCluster cluster)
    {
        var masters = await scope.MasterAddressesAsync();
        EtcdHealth? best = null;
        NodeException? unreachable = null;
        foreach (var master in masters)
        {
            try
            {
                await using var node = await scope.OpenAsync(master.Key);
                var health = EtcdVerdict.Judge(await new EtcdCtl(node, cluster, masters).ObserveAsync(scope.CancellationToken), masters.Count);
                if (health.HasQuorum)
                    return health;
                best ??= health;
            }
            catch (NodeException exception) when (exception.IsTransient)
            {
                unreachable = exception;
            }
        }

        return best ?? throw unreachable!;
    }
}
