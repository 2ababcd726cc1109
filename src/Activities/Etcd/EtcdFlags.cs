using Masterplan.Activities.Nodes.Files;

namespace Masterplan.Activities.Etcd;

/// <summary>The command line of an etcd member.</summary>
internal static class EtcdFlags
{
    /// <summary>All flags. kubernetes-etcd is compacted by the API servers, infra-etcd by itself.</summary>
    public static IReadOnlyList<string> Render(NodeContext context, EtcdCluster cluster) =>
    [
        $"--name={context.Node.Name}",
        $"--data-dir={cluster.DataFolder}",
        $"--listen-client-urls=https://127.0.0.1:{cluster.ClientPort},https://{context.Address}:{cluster.ClientPort}",
        $"--advertise-client-urls=https://{context.Address}:{cluster.ClientPort}",
        $"--listen-peer-urls={cluster.PeerUrl(context.Address)}",
        $"--initial-advertise-peer-urls={cluster.PeerUrl(context.Address)}",
        $"--listen-metrics-urls=http://127.0.0.1:{cluster.MetricsPort}",
        $"--initial-cluster={context.InitialCluster(cluster)}",
        $"--initial-cluster-token={context.Plan.Name}-{cluster.Id}",
        $"--initial-cluster-state={(context.EtcdJoins.ContainsKey(cluster.Id) ? "existing" : "new")}",
        "--client-cert-auth=true",
        $"--trusted-ca-file={cluster.Pki}/ca.crt",
        $"--cert-file={cluster.Pki}/server.crt",
        $"--key-file={cluster.Pki}/server.key",
        "--peer-client-cert-auth=true",
        $"--peer-trusted-ca-file={cluster.Pki}/ca.crt",
        $"--peer-cert-file={cluster.Pki}/peer.crt",
        $"--peer-key-file={cluster.Pki}/peer.key",
        .. cluster == EtcdCluster.Infra ? ["--auto-compaction-mode=periodic", "--auto-compaction-retention=1h"] : Array.Empty<string>(),
        "--snapshot-count=10000",
        "--watch-progress-notify-interval=5s",
        "--feature-gates=InitialCorruptCheck=true",
    ];
}
