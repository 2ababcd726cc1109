using Masterplan.Activities.Clusters.Planning;

namespace Masterplan.Activities.Nodes.Files;

/// <summary>The kubelet's configuration.</summary>
internal static class KubeletFiles
{
    private const string Common =
        """
        apiVersion: kubelet.config.k8s.io/v1beta1
        kind: KubeletConfiguration
        authentication:
          anonymous:
            enabled: false
          webhook:
            enabled: true
            cacheTTL: 2m0s
          x509:
            clientCAFile: /etc/kubernetes/pki/ca.crt
        authorization:
          mode: Webhook
        cgroupDriver: systemd
        containerLogMaxFiles: 3
        containerLogMaxSize: 50Mi
        containerRuntimeEndpoint: unix:///run/containerd/containerd.sock
        eventRecordQPS: 50
        failCgroupV1: true
        kubeReserved:
          cpu: 100m
          memory: 256Mi
        podPidsLimit: 4096
        protectKernelDefaults: true
        readOnlyPort: 0
        resolvConf: /run/systemd/resolve/resolv.conf
        rotateCertificates: false
        seccompDefault: true
        serverTLSBootstrap: false
        shutdownGracePeriod: 45s
        shutdownGracePeriodCriticalPods: 30s
        staticPodPath: /etc/kubernetes/manifests
        streamingConnectionIdleTimeout: 5m0s
        systemReserved:
          cpu: 100m
          memory: 256Mi
        tlsCertFile: /etc/kubernetes/pki/kubelet.crt
        tlsMinVersion: VersionTLS12
        tlsPrivateKeyFile: /etc/kubernetes/pki/kubelet.key
        volumePluginDir: /var/lib/kubelet/volumeplugins

        """;

    private const string MasterTaint =
        """
        registerWithTaints:
        - key: node-role.kubernetes.io/control-plane
          effect: NoSchedule

        """;

    public static IEnumerable<NodeFile> Render(NodeContext context)
    {
        var cluster =
            $"""
            clusterDNS:
            - {ServiceNetwork.DnsAddress(context.Spec.Kubernetes.ServiceCidr)}
            clusterDomain: {context.Spec.Kubernetes.ClusterDomain}

            """;
        yield return TextFile.Readable(NodePaths.KubeletConfig, Common + cluster + (context.IsMaster ? MasterTaint : ""));
    }
}
