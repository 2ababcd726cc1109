using Masterplan.Activities.Clusters.Planning;

namespace Masterplan.Rehearsal.Latencies;

/// <summary>
/// The longest chain of waits that a run could not avoid, summed from the waits that the rehearsal imposed: a pure function. Things
/// that may go on side by side count once, by the longest of them.
/// </summary>
public static class WaitChain
{
    /// <summary>The chain of a bootstrap or worker-add, in the order: cloud resources, all instances at once, masters together, etcd, API server, workers, add-ons.</summary>
    public static double OfBuild(ClusterPlan plan, IReadOnlyCollection<LatencyLog.Entry> waits)
    {
        var names = plan.AllNodes.Select(node => node.Name).ToHashSet(StringComparer.Ordinal);
        var resources = waits.Where(wait => wait.Step == LatencySteps.Operation && !names.Contains(wait.Subject) && !IsRuleOrAttachment(plan, wait)).Select(wait => wait.Seconds).DefaultIfEmpty(0).Max();
        var masters = plan.Masters.Max(node => Launch(waits, node));
        var workers = plan.Workers.Select(node => Launch(waits, node)).DefaultIfEmpty(0).Max();
        var controlPlane = plan.Masters.Max(node => Longest(waits, node, LatencySteps.ImagePull) + Longest(waits, node, LatencySteps.EtcdStart) + Longest(waits, node, LatencySteps.ApiServerStart))
            + plan.Masters.Max(node => Longest(waits, node, LatencySteps.EtcdElection));
        var joining = plan.Workers.Select(node => Join(waits, node)).DefaultIfEmpty(0).Max();
        return resources + Math.Max(masters + controlPlane, workers) + joining;
    }

    /// <summary>The chain of an upgrade: preparations side by side, then every node after the other.</summary>
    public static double OfUpgrade(ClusterPlan plan, IReadOnlyCollection<LatencyLog.Entry> waits)
    {
        var pulls = plan.AllNodes.Max(node => waits.Where(wait => wait.Subject == node.Name && wait.Step == LatencySteps.ImagePull).Sum(wait => wait.Seconds));
        return pulls + plan.AllNodes.Sum(node => waits.Where(wait => wait.Subject == node.Name && wait.Step is not LatencySteps.ImagePull).Sum(wait => wait.Seconds));
    }

    /// <summary>The chain of a teardown: all instances at once, then everything else after the other.</summary>
    public static double OfTeardown(IReadOnlyCollection<string> nodes, IReadOnlyCollection<LatencyLog.Entry> waits)
    {
        var operations = waits.Where(wait => wait.Step == LatencySteps.Operation).ToList();
        return operations.Where(wait => nodes.Contains(wait.Subject)).Select(wait => wait.Seconds).DefaultIfEmpty(0).Max()
            + operations.Where(wait => !nodes.Contains(wait.Subject)).Sum(wait => wait.Seconds);
    }

    /// <summary>From the order of an instance to its first answer.</summary>
    private static double Launch(IReadOnlyCollection<LatencyLog.Entry> waits, PlannedNode node) =>
        waits.Where(wait => wait.Subject == node.Name && wait.Step == LatencySteps.Operation).Select(wait => wait.Seconds).DefaultIfEmpty(0).Max() + Longest(waits, node, LatencySteps.Boot);

    /// <summary>From a worker's first file to its last pod.</summary>
    private static double Join(IReadOnlyCollection<LatencyLog.Entry> waits, PlannedNode node) =>
        Longest(waits, node, LatencySteps.ImagePull) + Longest(waits, node, LatencySteps.NodeReady) + Longest(waits, node, LatencySteps.PodStart);

    private static double Longest(IReadOnlyCollection<LatencyLog.Entry> waits, PlannedNode node, string step) =>
        waits.Where(wait => wait.Subject == node.Name && wait.Step == step).Select(wait => wait.Seconds).DefaultIfEmpty(0).Max();

    /// <summary>Rules and attachments go on while the nodes boot.</summary>
    private static bool IsRuleOrAttachment(ClusterPlan plan, LatencyLog.Entry wait) => wait.Seconds is 6 || plan.Groups.Any(group => wait.Subject.StartsWith(group.Name + '/', StringComparison.Ordinal));
}
