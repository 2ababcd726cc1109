using Masterplan.Activities.Clusters.Spec;

namespace Masterplan.Activities.Nodes.Files;

/// <summary>The container images that nodes run from static pods.</summary>
public static class Images
{
    /// <summary>The sandbox of every pod; the version that Kubernetes 1.36 names.</summary>
    public const string Pause = "registry.k8s.io/pause:3.10.2";

    /// <summary>The long-term line of haproxy.</summary>
    public const string Haproxy = "docker.io/library/haproxy:3.2-alpine";

    /// <summary>etcd's own image: the Kubernetes project's tags lag behind its security releases.</summary>
    public static string Etcd(ClusterSpec spec) => $"gcr.io/etcd-development/etcd:{spec.Etcd.Version}";

    public static string Component(string name, KubernetesVersion version) => $"registry.k8s.io/{name}:{version}";
}
