using Masterplan.Activities.Etcd;

namespace Masterplan.Activities.Nodes.Files;

/// <summary>The command lines of the control plane. Every flag is one that Kubernetes 1.35 to 1.37 takes.</summary>
internal static class ControlPlaneFlags
{
    public static IReadOnlyList<string> ApiServer(NodeContext context) =>
    [
        $"--advertise-address={context.Address}",
        $"--secure-port={context.Spec.Kubernetes.ApiPort}",
        "--allow-privileged=true",
        "--authorization-mode=Node,RBAC",
        $"--authentication-config={ControlPlaneFiles.Authentication}",
        $"--client-ca-file={NodePaths.KubernetesPki}/ca.crt",
        "--enable-admission-plugins=NodeRestriction,DenyServiceExternalIPs",
        $"--admission-control-config-file={ControlPlaneFiles.Admission}",
        $"--audit-policy-file={ControlPlaneFiles.AuditPolicy}",
        "--audit-log-path=/var/log/kubernetes/audit/audit.log",
        "--audit-log-maxage=30",
        "--audit-log-maxbackup=10",
        "--audit-log-maxsize=100",
        $"--encryption-provider-config={ControlPlaneFiles.Encryption}",
        "--encryption-provider-config-automatic-reload=true",
        $"--etcd-servers={context.EtcdEndpoints(EtcdCluster.Kubernetes.ClientPort)}",
        $"--etcd-cafile={NodePaths.EtcdPki}/ca.crt",
        $"--etcd-certfile={NodePaths.KubernetesPki}/apiserver-etcd-client.crt",
        $"--etcd-keyfile={NodePaths.KubernetesPki}/apiserver-etcd-client.key",
        $"--kubelet-certificate-authority={NodePaths.KubernetesPki}/ca.crt",
        $"--kubelet-client-certificate={NodePaths.KubernetesPki}/apiserver-kubelet-client.crt",
        $"--kubelet-client-key={NodePaths.KubernetesPki}/apiserver-kubelet-client.key",
        "--kubelet-preferred-address-types=InternalIP,ExternalIP,Hostname",
        "--profiling=false",
        $"--proxy-client-cert-file={NodePaths.KubernetesPki}/front-proxy-client.crt",
        $"--proxy-client-key-file={NodePaths.KubernetesPki}/front-proxy-client.key",
        .. Aggregation,
        $"--service-account-issuer=https://kubernetes.default.svc.{context.Spec.Kubernetes.ClusterDomain}",
        $"--service-account-key-file={NodePaths.KubernetesPki}/sa.pub",
        $"--service-account-signing-key-file={NodePaths.KubernetesPki}/sa.key",
        "--service-account-extend-token-expiration=false",
        $"--service-cluster-ip-range={context.Spec.Kubernetes.ServiceCidr}",
        $"--tls-cert-file={NodePaths.KubernetesPki}/apiserver.crt",
        $"--tls-private-key-file={NodePaths.KubernetesPki}/apiserver.key",
        "--tls-min-version=VersionTLS12",
    ];

    private static readonly string[] Aggregation =
    [
        "--requestheader-allowed-names=front-proxy-client",
        $"--requestheader-client-ca-file={NodePaths.KubernetesPki}/front-proxy-ca.crt",
        "--requestheader-extra-headers-prefix=X-Remote-Extra-",
        "--requestheader-group-headers=X-Remote-Group",
        "--requestheader-username-headers=X-Remote-User",
    ];

    /// <summary>It signs no certificates: the authorities' keys stay in the secret store. Pod networks come from flanneld, not from it.</summary>
    public static IReadOnlyList<string> ControllerManager(NodeContext context) =>
    [
        "--allocate-node-cidrs=false",
        $"--authentication-kubeconfig={NodePaths.Kubeconfig("controller-manager")}",
        $"--authorization-kubeconfig={NodePaths.Kubeconfig("controller-manager")}",
        "--bind-address=127.0.0.1",
        $"--client-ca-file={NodePaths.KubernetesPki}/ca.crt",
        $"--cluster-cidr={context.Spec.Network.PodCidr}",
        $"--cluster-name={context.Plan.Name}",
        "--controllers=*",
        $"--kubeconfig={NodePaths.Kubeconfig("controller-manager")}",
        "--leader-elect=true",
        "--profiling=false",
        $"--requestheader-client-ca-file={NodePaths.KubernetesPki}/front-proxy-ca.crt",
        $"--root-ca-file={NodePaths.KubernetesPki}/ca.crt",
        $"--service-account-private-key-file={NodePaths.KubernetesPki}/sa.key",
        $"--service-cluster-ip-range={context.Spec.Kubernetes.ServiceCidr}",
        "--terminated-pod-gc-threshold=1000",
        "--use-service-account-credentials=true",
    ];

    public static IReadOnlyList<string> Scheduler() =>
    [
        $"--authentication-kubeconfig={NodePaths.Kubeconfig("scheduler")}",
        $"--authorization-kubeconfig={NodePaths.Kubeconfig("scheduler")}",
        "--bind-address=127.0.0.1",
        $"--kubeconfig={NodePaths.Kubeconfig("scheduler")}",
        "--leader-elect=true",
        "--profiling=false",
    ];
}
