using Masterplan.Activities.Nodes;
using Masterplan.Activities.Steps;

namespace Masterplan.Activities.Etcd;

/// <summary>Looks at an etcd cluster from the first master that can tell.</summary>
internal static class EtcdObserver
{
    /// <summary>Asks one master after the other until one sees a quorum.</summary>
    /// <param name="scope">The step.</param>
    /// <param name="cluster">Which of the two.</param>
    /// <param name="held">The node that the step has open already; opening it again, it would wait for itself.</param>
    /// <param name="except">A member that does not count, as it is about to be replaced.</param>
    public static async Task<EtcdHealth> ObserveAsync(ClusterScope scope, EtcdCluster cluster, INode? held = null, string? except = null)
    {
        var masters = await scope.MasterAddressesAsync();
        EtcdHealth? best = null;
        NodeException? unreachable = null;
        foreach (var master in masters)
        {
            try
            {
                await using var opened = master.Key == held?.Name ? null : await scope.OpenAsync(master.Key);
                var health = EtcdVerdict.Judge(await new EtcdCtl(opened ?? held!, cluster, masters).ObserveAsync(scope.CancellationToken), masters.Count, except);
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
