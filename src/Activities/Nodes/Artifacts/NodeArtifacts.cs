using Masterplan.Activities.Clusters.Spec;
using Masterplan.Activities.Nodes.Files;

namespace Masterplan.Activities.Nodes.Artifacts;

/// <summary>The binaries that a node downloads, and where each lies. Addresses are upstream's; a mirror replaces the host.</summary>
public static class NodeArtifacts
{
    /// <summary>The unit that unpacks the archives once they are downloaded.</summary>
    public const string UnpackUnit = "masterplan-unpack.service";

    public static readonly IReadOnlyList<string> EtcdPrograms = ["etcd", "etcdctl", "etcdutl"];
    public static readonly IReadOnlyList<string> CniPlugins = ["bridge", "host-local", "loopback", "portmap"];

    public static string KubeletUrl(KubernetesVersion version) => $"https://dl.k8s.io/{version}/bin/linux/amd64/kubelet";

    public static string EtcdUrl(ClusterSpec spec) =>
        $"https://github.com/etcd-io/etcd/releases/download/{spec.Etcd.Version}/{EtcdFolder(spec)}.tar.gz";

    public static string EtcdFolder(ClusterSpec spec) => $"etcd-{spec.Etcd.Version}-linux-amd64";

    public static string FlanneldUrl(ClusterSpec spec) =>
        $"https://github.com/flannel-io/flannel/releases/download/{spec.Network.FlannelVersion}/flanneld-amd64";

    public static string CniPluginsUrl(ClusterSpec spec) =>
        $"https://github.com/containernetworking/plugins/releases/download/{spec.Network.CniPluginsVersion}/cni-plugins-linux-amd64-{spec.Network.CniPluginsVersion}.tgz";

    public static string FlannelCniPluginUrl(ClusterSpec spec) =>
        $"https://github.com/flannel-io/cni-plugin/releases/download/{spec.Network.FlannelCniPluginVersion}/flannel-amd64";

    /// <summary>Every upstream address that a node of this spec needs.</summary>
    public static IReadOnlyList<string> Urls(ClusterSpec spec, KubernetesVersion version) =>
        [KubeletUrl(version), EtcdUrl(spec), FlanneldUrl(spec), CniPluginsUrl(spec), FlannelCniPluginUrl(spec)];

    /// <summary>Where on the node the download of an address goes.</summary>
    public static string Path(string url) => url switch
    {
        _ when url.EndsWith("/kubelet", StringComparison.Ordinal) => $"{NodePaths.Binaries}/kubelet",
        _ when url.EndsWith("/flanneld-amd64", StringComparison.Ordinal) => $"{NodePaths.Binaries}/flanneld",
        _ when url.EndsWith("/flannel-amd64", StringComparison.Ordinal) => $"{NodePaths.CniBinaries}/flannel",
        _ => $"{NodePaths.Downloads}/{url[(url.LastIndexOf('/') + 1)..]}",
    };

    /// <summary>The address that nodes ask: upstream's, or the mirror's with the upstream host as its first folder.</summary>
    public static string Download(ClusterSpec spec, string url) =>
        spec.Artifacts.Mirror.Length == 0 ? url : $"{spec.Artifacts.Mirror.TrimEnd('/')}/{url[(url.IndexOf("//", StringComparison.Ordinal) + 2)..]}";
}
