using Masterplan.Activities.Etcd;

namespace Masterplan.Activities.Nodes.Files;

/// <summary>The systemd units of a node.</summary>
internal static class NodeUnits
{
    public const string InfraEtcd = "infra-etcd.service";
    public const string Flanneld = "flanneld.service";
    public const string Containerd = "containerd.service";
    public const string Kubelet = "kubelet.service";

    public static IReadOnlyList<NodeUnit> Render(NodeContext context, IReadOnlyList<NodeFile> files) =>
    [
        .. context.IsMaster ? [Unit(InfraEtcd, InfraEtcdUnit(context, InputsHash.Of(files, NodePaths.InfraEtcdPki)))] : Array.Empty<NodeUnit>(),
        Unit(Flanneld, FlanneldUnit(context, InputsHash.Of(files, NodePaths.FlanneldPki))),
        new(Containerd, TextFile.Readable($"{NodePaths.Units}/{Containerd}.d/10-masterplan.conf", ContainerdDropIn(InputsHash.Of(files, NodePaths.ContainerdConfig)))),
        Unit(Kubelet, KubeletUnit(context, InputsHash.Of(files, NodePaths.KubeletConfig, NodePaths.Kubeconfig("kubelet"), $"{NodePaths.KubernetesPki}/kubelet.", $"{NodePaths.KubernetesPki}/ca.crt"))),
    ];

    private static NodeUnit Unit(string name, string text) => new(name, TextFile.Readable($"{NodePaths.Units}/{name}", text));

    private static string InfraEtcdUnit(NodeContext context, string inputs) =>
        $"""
        # inputs {inputs}
        [Unit]
        Description=infra-etcd, for flanneld and the reboot lock
        Wants=network-online.target
        After=network-online.target masterplan-unpack.service
        StartLimitIntervalSec=0

        [Service]
        Type=notify
        ExecStartPre=/usr/bin/mkdir -p -m 0700 /var/lib/infra-etcd
        ExecStart={NodePaths.Binaries}/etcd \
          {string.Join(" \\\n  ", EtcdFlags.Render(context, EtcdCluster.Infra))}
        Restart=always
        RestartSec=5s
        KillMode=mixed
        TimeoutStartSec=infinity
        TimeoutStopSec=60s
        LimitNOFILE=65536

        [Install]
        WantedBy=multi-user.target

        """;

    private static string FlanneldUnit(NodeContext context, string inputs) =>
        $"""
        # inputs {inputs}
        [Unit]
        Description=flanneld, the pod network
        Wants=network-online.target
        After=network-online.target masterplan-unpack.service
        StartLimitIntervalSec=0

        [Service]
        Type=notify
        ExecStart={NodePaths.Binaries}/flanneld \
          --etcd-endpoints={context.EtcdEndpoints(EtcdCluster.Infra.ClientPort)} \
          --etcd-prefix=/coreos.com/network \
          --etcd-cafile={NodePaths.FlanneldPki}/ca.crt \
          --etcd-certfile={NodePaths.FlanneldPki}/client.crt \
          --etcd-keyfile={NodePaths.FlanneldPki}/client.key \
          --public-ip={context.Address} \
          --ip-masq=true \
          --subnet-file=/run/flannel/subnet.env \
          --healthz-ip=127.0.0.1 \
          --healthz-port=8471
        Restart=always
        RestartSec=5s
        TimeoutStartSec=infinity

        [Install]
        WantedBy=multi-user.target

        """;

    private static string ContainerdDropIn(string inputs) =>
        $"""
        # inputs {inputs}
        [Service]
        Environment=CONTAINERD_CONFIG={NodePaths.ContainerdConfig}

        """;

    private static string KubeletUnit(NodeContext context, string inputs) =>
        $"""
        # inputs {inputs}
        # version {context.Version}
        [Unit]
        Description=kubelet
        Wants=containerd.service network-online.target
        After=containerd.service network-online.target
        StartLimitIntervalSec=0

        [Service]
        ExecStartPre=/usr/bin/mkdir -p -m 0700 {NodePaths.Manifests} /var/log/kubernetes/audit
        ExecStart={NodePaths.Binaries}/kubelet \
          --config={NodePaths.KubeletConfig} \
          --kubeconfig={NodePaths.Kubeconfig("kubelet")} \
          --hostname-override={context.Node.Name} \
          --node-ip={context.Address}
        Restart=always
        RestartSec=5s

        [Install]
        WantedBy=multi-user.target

        """;
}
