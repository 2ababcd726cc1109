using Masterplan.Activities.Clusters.Planning;

namespace Masterplan.Rehearsal.Latencies;

/// <summary>
/// The longest chain of waits that a run could not avoid, summed from the waits that the rehearsal imposed: a pure function. Things
/// that may go on side by side count once, by the longest of them.
/// </summary>
public static class WaitChain
{
    /// <summary>What must be there before the first instance is made. Rules and attachments go on while the nodes boot.</summary>
    private static readonly string[] Resources = ["register-template", "create-elastic-ip", "create-security-group", "create-anti-affinity-group"];

    /// <summary>The chain of a bootstrap or worker-add, in the order: cloud resources, all instances at once, masters together, etcd, API server, workers, add-ons.</summary>
    public static double OfBuild(ClusterPlan plan, IReadOnlyCollection<LatencyLog.Entry> waits)
    {
        var log = new Waits(waits);
        var masters = plan.Masters.Max(node => log.Launch(node.Name));
        var workers = plan.Workers.Select(node => log.Launch(node.Name)).DefaultIfEmpty(0).Max();
        return Resources.Max(log.Longest) + Math.Max(masters + ControlPlane(plan, log), workers) + Joining(plan, log);
    }

    /// <summary>The chain of an upgrade: preparations side by side, then every node after the other.</summary>
    public static double OfUpgrade(ClusterPlan plan, IReadOnlyCollection<LatencyLog.Entry> waits)
    {
        var log = new Waits(waits);
        return plan.AllNodes.Max(node => log.Sum(node.Name, LatencySteps.ImagePull)) + plan.AllNodes.Sum(node => log.Sum(node.Name) - log.Sum(node.Name, LatencySteps.ImagePull));
    }

    /// <summary>The chain of a renewal of certificates: every master after the other, then the workers together.</summary>
    public static double OfRenewal(ClusterPlan plan, IReadOnlyCollection<LatencyLog.Entry> waits)
    {
        var log = new Waits(waits);
        return plan.Masters.Sum(node => log.Sum(node.Name)) + plan.Workers.Select(node => log.Sum(node.Name)).DefaultIfEmpty(0).Max();
    }

    /// <summary>The chain of a removal of workers: side by side, each worker's pods first, then its instance.</summary>
    public static double OfRemoval(IReadOnlyCollection<LatencyLog.Entry> waits)
    {
        var log = new Waits(waits);
        return waits.Where(wait => wait.Step == "delete-instance").Select(wait => log.Longest(wait.Subject, LatencySteps.Stop) + wait.Seconds).DefaultIfEmpty(0).Max();
    }

    /// <summary>The chain of a teardown: all instances at once, all rules at once, then everything else after the other.</summary>
    public static double OfTeardown(IReadOnlyCollection<string> nodes, IReadOnlyCollection<LatencyLog.Entry> waits)
    {
        var operations = waits.Where(wait => wait.Step.Contains("delete-", StringComparison.Ordinal) || wait.Step.Contains("detach-", StringComparison.Ordinal))
            .ToLookup(wait => nodes.Contains(wait.Subject) ? "instance" : wait.Step == "delete-rule-from-security-group" ? "rule" : "", wait => wait.Seconds);
        return operations["instance"].DefaultIfEmpty(0).Max() + operations["rule"].DefaultIfEmpty(0).Max() + operations[""].Sum();
    }

    /// <summary>From a master's first file to an API server that serves: it starts while etcd does, but serves no sooner than etcd has a leader.</summary>
    private static double ControlPlane(ClusterPlan plan, Waits log)
    {
        var election = plan.Masters.Max(node => log.Longest(node.Name, LatencySteps.EtcdElection));
        return plan.Masters.Max(node => Images(log, node)
            + Math.Max(log.Longest(node.Name, LatencySteps.EtcdStart) + election, log.Longest(node.Name, LatencySteps.ApiServerStart)));
    }

    /// <summary>From a serving API server to the last pod of an add-on: a worker's haproxy first, then the node, then the pods.</summary>
    private static double Joining(ClusterPlan plan, Waits log) =>
        plan.Workers.Select(node => Images(log, node) + log.Longest(node.Name, LatencySteps.PodStart) + AddOns(log, node))
            .Append(plan.Masters.Max(node => AddOns(log, node)))
            .Max();

    /// <summary>containerd is stopped to take its configuration, then pulls what the static pods need.</summary>
    private static double Images(Waits log, PlannedNode node) => log.Longest(node.Name, LatencySteps.Stop) + log.Longest(node.Name, LatencySteps.ImagePull);

    private static double AddOns(Waits log, PlannedNode node) =>
        log.Longest(node.Name, LatencySteps.NodeReady) + log.Longest(node.Name, LatencySteps.AddOnPull) + log.Longest(node.Name, LatencySteps.AddOnStart);

    private sealed class Waits(IReadOnlyCollection<LatencyLog.Entry> waits)
    {
        private readonly ILookup<string, LatencyLog.Entry> bySubject = waits.ToLookup(wait => wait.Subject, StringComparer.Ordinal);

        public double Longest(string step) => waits.Where(wait => wait.Step == step).Select(wait => wait.Seconds).DefaultIfEmpty(0).Max();

        public double Longest(string subject, string step) => bySubject[subject].Where(wait => wait.Step == step).Select(wait => wait.Seconds).DefaultIfEmpty(0).Max();

        public double Sum(string subject, string? step = null) => bySubject[subject].Where(wait => step is null || wait.Step == step).Sum(wait => wait.Seconds);

        /// <summary>From the order of an instance to its first answer.</summary>
        public double Launch(string node) => Longest(node, "create-instance") + Longest(node, LatencySteps.Boot);
    }
}
