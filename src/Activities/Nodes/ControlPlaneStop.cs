using Masterplan.Activities.Clusters.Changes;
using Masterplan.Activities.Nodes.Files;
using Masterplan.Activities.Steps;

namespace Masterplan.Activities.Nodes;

/// <summary>Stops the API server, what writes through it, and both etcd members of a master, so that they stay so over a reboot.</summary>
internal static class ControlPlaneStop
{
    private static readonly string[] Stopped = [StaticPods.ControllerManager, StaticPods.Scheduler, StaticPods.ApiServer, StaticPods.Etcd];

    /// <summary>Goes one step on; null when nothing of it runs.</summary>
    public static async Task<Progress?> AdvanceAsync(ClusterScope scope, INode node)
    {
        var pods = (await scope.ConfigurationAsync(node.Name)).StaticPods.Where(pod => Stopped.Contains(pod.Name)).ToList();
        var manifests = (await node.InspectAsync([.. pods.Select(pod => pod.Manifest.Path)], scope.CancellationToken)).Keys.ToList();
        if (manifests.Count > 0)
            await scope.ChangeAsync([.. manifests.Select(path => new Change(ChangeKind.File, $"{node.Name}: {path} removed"))], () => node.DeleteAsync(manifests, scope.CancellationToken));
        if ((await node.InactiveAsync([NodeUnits.InfraEtcd], scope.CancellationToken)).Count == 0)
        {
            var stop = new NodeCommand("systemctl", "disable", "--now", NodeUnits.InfraEtcd) { Limit = NodeLimits.Restart };
            await scope.ChangeAsync([new(ChangeKind.Restart, $"{node.Name}: {NodeUnits.InfraEtcd} stopped")], () => node.MustRunAsync(stop, scope.CancellationToken));
        }

        // Where it never ran, there is no container to ask for.
        if ((await node.InactiveAsync([NodeUnits.Containerd], scope.CancellationToken)).Count > 0)
            return null;
        foreach (var pod in pods)
        {
            if (await StaticPodChange.HeldAsync(scope, node, pod) is { } held)
                return held;
        }

        return null;
    }
}
