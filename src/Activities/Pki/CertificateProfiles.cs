using Masterplan.Activities.Clusters.Planning;

namespace Masterplan.Activities.Pki;

/// <summary>Every leaf certificate of a cluster: who holds it, who signs it, which names and usages it has.</summary>
public static class CertificateProfiles
{
    public const string ApiServer = "apiserver";
    public const string ApiServerKubeletClient = "apiserver-kubelet-client";
    public const string ApiServerEtcdClient = "apiserver-etcd-client";
    public const string FrontProxyClient = "front-proxy-client";
    public const string EtcdServer = "kubernetes-etcd-server";
    public const string EtcdPeer = "kubernetes-etcd-peer";
    public const string EtcdHealthcheck = "kubernetes-etcd-healthcheck-client";
    public const string InfraEtcdServer = "infra-etcd-server";
    public const string InfraEtcdPeer = "infra-etcd-peer";
    public const string InfraEtcdClient = "infra-etcd-healthcheck-client";
    public const string Flanneld = "flanneld";
    public const string Locksmith = "locksmith";
    public const string ControllerManager = "controller-manager";
    public const string Scheduler = "scheduler";
    public const string KubeProxy = "kube-proxy";
    public const string KubeletClient = "kubelet-client";
    public const string KubeletServer = "kubelet-server";
    public const string Admin = "admin";
    public const string SuperAdmin = "super-admin";

    /// <summary>The group that a ClusterRoleBinding of the bootstrap makes cluster-admin.</summary>
    public const string AdminGroup = "kubeadm:cluster-admins";

    /// <summary>The certificates that belong to people, not to a node.</summary>
    public static IReadOnlyList<CertificateProfile> ForCluster { get; } =
    [
        CertificateProfile.ForClient(Admin, CertificateAuthorityName.Kubernetes, "kubernetes-admin", AdminGroup),
        CertificateProfile.ForClient(SuperAdmin, CertificateAuthorityName.Kubernetes, "kubernetes-super-admin", "system:masters"),
    ];

    /// <summary>The certificates of one node.</summary>
    /// <param name="plan">The cluster.</param>
    /// <param name="node">The node.</param>
    /// <param name="address">The node's public address.</param>
    /// <param name="elasticIp">The elastic IP's address.</param>
    public static IReadOnlyList<CertificateProfile> ForNode(ClusterPlan plan, PlannedNode node, string address, string elasticIp) =>
        node.Role == NodeRole.Master
            ? [.. EveryNode(node, address), .. ControlPlane(plan, node, address, elasticIp), .. Etcd(node, address)]
            : EveryNode(node, address);

    private static CertificateProfile[] EveryNode(PlannedNode node, string address) =>
    [
        CertificateProfile.ForClient(KubeletClient, CertificateAuthorityName.Kubernetes, $"system:node:{node.Name}", "system:nodes"),
        new(KubeletServer, CertificateAuthorityName.Kubernetes, $"system:node:{node.Name}", "system:nodes", KeyPurposes.Server, [node.Name], [address]),
        CertificateProfile.ForClient(KubeProxy, CertificateAuthorityName.Kubernetes, "system:kube-proxy"),
        CertificateProfile.ForClient(Flanneld, CertificateAuthorityName.InfraEtcd, $"flanneld:{node.Name}"),
        CertificateProfile.ForClient(Locksmith, CertificateAuthorityName.InfraEtcd, $"locksmith:{node.Name}"),
    ];

    private static CertificateProfile[] ControlPlane(ClusterPlan plan, PlannedNode node, string address, string elasticIp)
    {
        var kubernetes = plan.Spec.Kubernetes;
        string[] names =
        [
            node.Name, "kubernetes", "kubernetes.default", "kubernetes.default.svc", $"kubernetes.default.svc.{kubernetes.ClusterDomain}", "localhost",
            .. kubernetes.EndpointName.Length > 0 ? [kubernetes.EndpointName] : Array.Empty<string>(),
        ];
        return
        [
            new(ApiServer, CertificateAuthorityName.Kubernetes, "kube-apiserver", "", KeyPurposes.Server, names,
                [ServiceNetwork.ApiServerAddress(kubernetes.ServiceCidr), address, elasticIp, "127.0.0.1"]),
            CertificateProfile.ForClient(ApiServerKubeletClient, CertificateAuthorityName.Kubernetes, "kube-apiserver-kubelet-client"),
            CertificateProfile.ForClient(ApiServerEtcdClient, CertificateAuthorityName.KubernetesEtcd, "kube-apiserver-etcd-client"),
            CertificateProfile.ForClient(FrontProxyClient, CertificateAuthorityName.FrontProxy, "front-proxy-client"),
            CertificateProfile.ForClient(ControllerManager, CertificateAuthorityName.Kubernetes, "system:kube-controller-manager"),
            CertificateProfile.ForClient(Scheduler, CertificateAuthorityName.Kubernetes, "system:kube-scheduler"),
        ];
    }

    private static CertificateProfile[] Etcd(PlannedNode node, string address)
    {
        string[] names = [node.Name, "localhost"];
        string[] addresses = [address, "127.0.0.1", "::1"];
        return
        [
            new(EtcdServer, CertificateAuthorityName.KubernetesEtcd, node.Name, "", KeyPurposes.Both, names, addresses),
            new(EtcdPeer, CertificateAuthorityName.KubernetesEtcd, node.Name, "", KeyPurposes.Both, names, addresses),
            CertificateProfile.ForClient(EtcdHealthcheck, CertificateAuthorityName.KubernetesEtcd, "kube-etcd-healthcheck-client"),
            new(InfraEtcdServer, CertificateAuthorityName.InfraEtcd, node.Name, "", KeyPurposes.Both, names, addresses),
            new(InfraEtcdPeer, CertificateAuthorityName.InfraEtcd, node.Name, "", KeyPurposes.Both, names, addresses),
            CertificateProfile.ForClient(InfraEtcdClient, CertificateAuthorityName.InfraEtcd, "infra-etcd-healthcheck-client"),
        ];
    }
}
