namespace Masterplan.Activities.Nodes.Files;

/// <summary>kube-proxy's configuration: nftables, stated because the default is still iptables.</summary>
internal static class KubeProxyFiles
{
    public static IEnumerable<NodeFile> Render(NodeContext context)
    {
        yield return TextFile.Readable(NodePaths.KubeProxyConfig,
            $"""
            apiVersion: kubeproxy.config.k8s.io/v1alpha1
            kind: KubeProxyConfiguration
            bindAddress: 0.0.0.0
            clientConnection:
              kubeconfig: {NodePaths.Kubeconfig("kube-proxy")}
            clusterCIDR: {context.Spec.Network.PodCidr}
            healthzBindAddress: 127.0.0.1:10256
            hostnameOverride: {context.Node.Name}
            metricsBindAddress: 127.0.0.1:10249
            mode: nftables
            nodePortAddresses:
            - primary

            """);
    }
}
