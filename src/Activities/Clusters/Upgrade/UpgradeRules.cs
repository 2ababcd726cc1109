using Masterplan.Activities.Clusters.Spec;

namespace Masterplan.Activities.Clusters.Upgrade;

/// <summary>Which upgrades are allowed: a pure function of versions (the version skew policy of Kubernetes).</summary>
public static class UpgradeRules
{
    /// <summary>Kubelets may be this many minors older than the API server.</summary>
    private const int KubeletSkew = 3;

    /// <summary>Every reason against going from one version to another; none when it may be done.</summary>
    /// <param name="current">The cluster's version.</param>
    /// <param name="target">The version asked for, as written.</param>
    /// <param name="kubelets">Version of each node's kubelet, by name.</param>
    public static IEnumerable<ConfigurationFault> Check(KubernetesVersion current, string target, IReadOnlyDictionary<string, KubernetesVersion> kubelets)
    {
        if (!KubernetesVersion.TryParse(target, out var wanted))
        {
            yield return new("version", $"'{target}' is not a version; write it as v1.37.1.");
            yield break;
        }

        if (wanted.Major != 1 || !ClusterSpecRules.Minors.Contains(wanted.Minor))
            yield return new("version", $"{wanted} is not supported; use v1.{ClusterSpecRules.Minors[0]}.x to v1.{ClusterSpecRules.Minors[^1]}.x.");
        if (wanted < current)
            yield return new("version", $"{wanted} is older than the cluster's {current}; Kubernetes has no downgrades.");
        if (wanted.Minor > current.Minor + 1)
            yield return new("version", $"{wanted} skips a minor version: go from {current} to a v1.{current.Minor + 1}.x first.");
        foreach (var (node, version) in kubelets)
        {
            if (version > wanted)
                yield return new($"nodes.{node}", $"Its kubelet {version} is newer than {wanted}.");
            else if (wanted.Minor - version.Minor > KubeletSkew)
                yield return new($"nodes.{node}", $"Its kubelet {version} is more than {KubeletSkew} minors older than {wanted}; bring it up first.");
        }
    }
}
