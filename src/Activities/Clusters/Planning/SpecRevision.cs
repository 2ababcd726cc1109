using Masterplan.Activities.Clusters.Spec;
using Masterplan.Activities.Clusters.Storage;

namespace Masterplan.Activities.Clusters.Planning;

/// <summary>Decides which spec a cluster has next, and refuses what a bootstrap cannot change: a pure function.</summary>
public static class SpecRevision
{
    /// <summary>The spec's YAML after this run.</summary>
    /// <param name="known">The cluster as it is known, or null for a new one.</param>
    /// <param name="name">Its name.</param>
    /// <param name="specYaml">The spec asked for; empty keeps the known one.</param>
    /// <param name="workers">The workers' total asked for; 0 leaves it to the spec.</param>
    /// <exception cref="ConfigurationException">The spec has faults, or asks for what another command does.</exception>
    public static string Next(ClusterRow? known, string name, string specYaml, int workers)
    {
        var yaml = specYaml.Length > 0 || known is null ? specYaml : known.SpecYaml;
        var spec = ClusterSpecReader.Read(yaml, name);
        if (workers > 0)
        {
            yaml = SpecEditor.WithWorkers(yaml, workers);
            spec = ClusterSpecReader.Read(yaml, name);
        }

        if (known is not null)
            Compare(known, name, spec);
        return yaml;
    }

    private static void Compare(ClusterRow known, string name, ClusterSpec wanted)
    {
        var current = ClusterSpecReader.Read(known.SpecYaml, name);
        var faults = new List<ConfigurationFault>();
        if (wanted.Kubernetes.Version != current.Kubernetes.Version && wanted.Kubernetes.Version != known.Version)
            faults.Add(new("kubernetes.version", $"The cluster runs {known.Version}; run `masterplan upgrade {name} --to {wanted.Kubernetes.Version}` to change it."));
        if (wanted.Masters.Count != current.Masters.Count)
            faults.Add(new("masters.count", $"The cluster has {current.Masters.Count} masters; their number is fixed once it is built, because it is etcd's."));
        if (wanted.Workers.Count < current.Workers.Count)
            faults.Add(new("workers.count", $"The cluster has {current.Workers.Count} workers; this command only adds, and {wanted.Workers.Count} are fewer. Run `masterplan worker-remove {name} --workers {wanted.Workers.Count}` to remove."));
        if (KubernetesVersion.Parse(wanted.Etcd.Version) < KubernetesVersion.Parse(current.Etcd.Version))
            faults.Add(new("etcd.version", $"The cluster has {current.Etcd.Version}; an older etcd may not read its data, so the version only rises, and {wanted.Etcd.Version} is older."));
        foreach (var (path, before, after) in new[]
        {
            ("zone", current.Zone, wanted.Zone),
            ("network.podCidr", current.Network.PodCidr, wanted.Network.PodCidr),
            ("kubernetes.serviceCidr", current.Kubernetes.ServiceCidr, wanted.Kubernetes.ServiceCidr),
            ("kubernetes.clusterDomain", current.Kubernetes.ClusterDomain, wanted.Kubernetes.ClusterDomain),
            ("kubernetes.apiPort", $"{current.Kubernetes.ApiPort}", $"{wanted.Kubernetes.ApiPort}"),
            ("network.vxlanPort", $"{current.Network.VxlanPort}", $"{wanted.Network.VxlanPort}"),
        })
        {
            if (before != after)
                faults.Add(new(path, $"It is '{before}' and fixed once the cluster is built; '{after}' needs a new cluster."));
        }

        if (faults.Count > 0)
            throw new ConfigurationException($"The new spec of cluster '{name}'", faults);
    }
}
