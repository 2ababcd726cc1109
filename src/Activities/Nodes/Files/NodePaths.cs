namespace Masterplan.Activities.Nodes.Files;

/// <summary>Where things lie on a node.</summary>
public static class NodePaths
{
    public const string Kubernetes = "/etc/kubernetes";
    public const string KubernetesPki = "/etc/kubernetes/pki";
    public const string EtcdPki = "/etc/kubernetes/pki/etcd";
    public const string Manifests = "/etc/kubernetes/manifests";
    public const string InfraEtcdPki = "/etc/infra-etcd/pki";
    public const string FlanneldPki = "/etc/flanneld/pki";
    public const string KubeletConfig = "/var/lib/kubelet/config.yaml";
    public const string KubeProxyConfig = "/var/lib/kube-proxy/config.yaml";
    public const string Haproxy = "/etc/haproxy";
    public const string ContainerdConfig = "/etc/containerd/config.toml";
    public const string Units = "/etc/systemd/system";
    public const string Binaries = "/opt/bin";
    public const string CniBinaries = "/opt/cni/bin";
    public const string RestartsDue = "/var/lib/masterplan/restarts-due";
    public const string Downloads = "/opt/masterplan";
    public const string CniConfig = "/etc/cni/net.d/10-flannel.conflist";

    public static string Kubeconfig(string component) => $"{Kubernetes}/{component}.conf";
}
