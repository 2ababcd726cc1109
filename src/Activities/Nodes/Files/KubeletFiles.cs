using Masterplan.Activities.Clusters.Planning;

namespace Masterplan.Activities.Nodes.Files;

/// <summary>The kubelet's configuration.</summary>
internal static class KubeletFiles
{
    public static IEnumerable<NodeFile> Render(NodeContext context)
    {
        var taints = context.IsMaster
            ? """
              registerWithTaints:
              - key: node-role.kubernetes.io/control-plane
                effect: NoSchedule

              """
            : "";
        yield return TextFile.Readable(NodePaths.KubeletConfig,
            $$"""
            apiVersion: kubelet.config.k8s.io/v1beta1
            kind: KubeletConfiguration
            authentication:
              anonymous:
                enabled: false
              webhook:
                enabled: true
                cacheTTL: 2m0s
              x509:
                clientCAFile: {{NodePaths.KubernetesPki}}/ca.crt
            authorization:
              mode: Webhook
            cgroupDriver: systemd
            clusterDNS:
            - {{ServiceNetwork.DnsAddress(context.Spec.Kubernetes.ServiceCidr)}}
            clusterDomain: {{context.Spec.Kubernetes.ClusterDomain}}
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
            {{taints}}resolvConf: /run/systemd/resolve/resolv.conf
            rotateCertificates: false
            seccompDefault: true
            serverTLSBootstrap: false
            shutdownGracePeriod: 45s
            shutdownGracePeriodCriticalPods: 30s
            staticPodPath: {{NodePaths.Manifests}}
            streamingConnectionIdleTimeout: 5m0s
            systemReserved:
              cpu: 100m
              memory: 256Mi
            tlsCertFile: {{NodePaths.KubernetesPki}}/kubelet.crt
            tlsMinVersion: VersionTLS12
            tlsPrivateKeyFile: {{NodePaths.KubernetesPki}}/kubelet.key
            volumePluginDir: /var/lib/kubelet/volumeplugins

            """);
    }
}
