using System.ComponentModel.DataAnnotations;
using k8s.Models;
using Masterplan.Activities.Clusters.Spec;
using Masterplan.Activities.Etcd;
using Masterplan.Activities.Kubernetes;
using Masterplan.Activities.Kubernetes.Drain;
using Masterplan.Activities.Steps;

namespace Masterplan.Activities.Clusters.Upgrade;

[Activity("Masterplan", "Clusters", "Checks, before anything is touched, that an upgrade may be done: version skew, every node Ready, every etcd member healthy, and every pod allowed to leave its node.", DisplayName = "Check upgrade")]
public sealed class UpgradePreflight : ClusterActivity
{
    [Required]
    [Input(DisplayName = "Version", Description = "The Kubernetes version to reach, as v1.37.1.")]
    public Input<string> TargetVersion { get; set; } = default!;

    protected override async Task<Progress> AttemptAsync(ClusterScope scope)
    {
        var api = await scope.AnyApiServerAsync();
        var nodes = await api.NodesAsync(scope.CancellationToken);
        await CheckVersionsAsync(scope, nodes);
        var reasons = NotReady(scope, nodes).ToList();
        foreach (var cluster in EtcdCluster.All)
        {
            var health = await EtcdObserver.ObserveAsync(scope, cluster);
            if (!health.AllHealthy)
                reasons.Add($"{cluster.Id}-etcd: {health.Summary}");
        }

        if (reasons.Count == 0)
            reasons.AddRange(await RefusedEvictionsAsync(scope, api));
        return reasons.Count == 0 ? Progress.Done : Progress.NotYet($"The upgrade may not start: {string.Join("; ", reasons)}");
    }

    private async Task CheckVersionsAsync(ClusterScope scope, IReadOnlyList<V1Node> nodes)
    {
        var row = await scope.Registry.FindAsync(scope.Cluster, scope.CancellationToken);
        var kubelets = nodes.Where(node => KubernetesVersion.TryParse(node.KubeletVersion(), out _))
            .ToDictionary(node => node.Metadata.Name, node => KubernetesVersion.Parse(node.KubeletVersion()), StringComparer.Ordinal);
        var target = scope.Context.Get(TargetVersion) ?? "";
        var faults = UpgradeRules.Check(KubernetesVersion.Parse(row!.Version), target, kubelets).ToList();
        if (faults.Count > 0)
            throw new ConfigurationException($"The upgrade of cluster '{scope.Cluster}' to {target}", faults);
    }

    private static IEnumerable<string> NotReady(ClusterScope scope, IReadOnlyList<V1Node> nodes) =>
        from planned in scope.Plan.AllNodes
        let node = nodes.FirstOrDefault(node => node.Metadata.Name == planned.Name)
        where node?.IsReady() != true
        select $"node '{planned.Name}' is not Ready ({(node is null ? "not registered" : node.WhyNotReady())})";

    private static async Task<IReadOnlyList<string>> RefusedEvictionsAsync(ClusterScope scope, KubernetesApi api)
    {
        var refused = new List<string>();
        foreach (var node in scope.Plan.AllNodes)
        {
            foreach (var pod in DrainPlan.Leaving(await api.PodsOnAsync(node.Name, scope.CancellationToken)))
            {
                if (await api.EvictAsync(pod, dryRun: true, scope.CancellationToken) is { } why)
                    refused.Add($"pod '{pod.Namespace()}/{pod.Name()}' may not leave '{node.Name}': {why}");
            }
        }

        return refused;
    }
}
