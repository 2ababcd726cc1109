using System.Text;
using Masterplan.Rehearsal.Nodes;

namespace Masterplan.Rehearsal.Tests.Nodes;

/// <summary>The files of one node.</summary>
public sealed class TestLayout(TestCluster cluster, SimulatedMachine node)
{
    private const string Sha = "aa";

    public void Master(string serviceAccountKey)
    {
        Binaries("kubelet", "etcd", "flanneld", "etcdctl");
        Key("/etc/kubernetes/pki/sa.key", serviceAccountKey);
        Put("/etc/kubernetes/pki/ca.crt", cluster.KubernetesCa.Ca);
        Pair("/etc/kubernetes/pki/apiserver", cluster.KubernetesCa.Issue("kube-apiserver", [], [node.Name, "kubernetes", "localhost", node.Address, "127.0.0.1", "10.100.0.1"], client: false));
        Pair("/etc/kubernetes/pki/apiserver-etcd-client", cluster.EtcdCa.Issue("kube-apiserver-etcd-client", [], [], server: false));
        Pair("/etc/kubernetes/pki/apiserver-kubelet-client", cluster.KubernetesCa.Issue("kube-apiserver-kubelet-client", [], [], server: false));
        Etcd("/etc/kubernetes/pki/etcd", cluster.EtcdCa);
        Etcd("/etc/infra-etcd/pki", cluster.InfraCa);
        Put("/etc/systemd/system/infra-etcd.service", $"""
            [Service]
            Type=notify
            TimeoutStartSec=0
            Restart=always
            RestartSec=5s
            ExecStart=/opt/bin/etcd {EtcdFlags("/etc/infra-etcd/pki", "/var/lib/infra-etcd", 2379, 2380)}
            [Install]
            WantedBy=multi-user.target
            """);
        Pod("kubernetes-etcd", "registry.k8s.io/etcd:3.6.15-0", $"etcd {EtcdFlags("/etc/kubernetes/pki/etcd", "/var/lib/kubernetes-etcd", 12379, 12380)}", "/etc/kubernetes/pki/etcd", "/var/lib/kubernetes-etcd");
        Pod("kube-apiserver", $"registry.k8s.io/kube-apiserver:v{cluster.Kubernetes}", ApiServerCommand(), "/etc/kubernetes");
        Put("/etc/kubernetes/controller-manager.conf", cluster.KubernetesCa.Kubeconfig("https://127.0.0.1:6443", "system:kube-controller-manager"), "0600");
        Pod("kube-controller-manager", $"registry.k8s.io/kube-controller-manager:v{cluster.Kubernetes}", "kube-controller-manager --kubeconfig=/etc/kubernetes/controller-manager.conf --bind-address=127.0.0.1 --leader-elect=true --use-service-account-credentials=true --root-ca-file=/etc/kubernetes/pki/ca.crt", "/etc/kubernetes");
        Put("/etc/kubernetes/scheduler.conf", cluster.KubernetesCa.Kubeconfig("https://127.0.0.1:6443", "system:kube-scheduler"), "0600");
        Pod("kube-scheduler", $"registry.k8s.io/kube-scheduler:v{cluster.Kubernetes}", "kube-scheduler --kubeconfig=/etc/kubernetes/scheduler.conf --bind-address=127.0.0.1 --leader-elect=true", "/etc/kubernetes");
        Common();
    }

    public void Worker()
    {
        Binaries("kubelet", "flanneld");
        Put("/etc/kubernetes/pki/ca.crt", cluster.KubernetesCa.Ca);
        Pair("/etc/infra-etcd/pki/flanneld", cluster.InfraCa.Issue($"flanneld:{node.Name}", [], [], server: false));
        Put("/etc/infra-etcd/pki/ca.crt", cluster.InfraCa.Ca);
        var config = new StringBuilder("global\n  maxconn 1000\ndefaults\n  mode tcp\nfrontend api\n  bind 127.0.0.1:6443\n  default_backend masters\nbackend masters\n");
        foreach (var master in cluster.Masters)
            config.Append($"  server {master.Name} {master.Address}:6443 check\n");
        config.Append("frontend http\n  bind 0.0.0.0:80\n  default_backend ingress\nbackend ingress\n");
        foreach (var worker in cluster.Workers)
            config.Append($"  server {worker.Name} {worker.Address}:30080 check send-proxy-v2\n");
        Put("/etc/haproxy/haproxy.cfg", config.ToString());
        Pod("haproxy", "docker.io/library/haproxy:3.2.6", "haproxy -W -db -f /etc/haproxy/haproxy.cfg", "/etc/haproxy");
        Common();
    }

    private void Common()
    {
        Put("/etc/kubernetes/kubelet.conf", cluster.KubernetesCa.Kubeconfig("https://127.0.0.1:6443", $"system:node:{node.Name}", "system:nodes"), "0600");
        Put("/etc/kubernetes/kube-proxy.conf", cluster.KubernetesCa.Kubeconfig("https://127.0.0.1:6443", "system:kube-proxy"), "0600");
        Put("/etc/kubernetes/kube-proxy.yaml", "apiVersion: kubeproxy.config.k8s.io/v1alpha1\nkind: KubeProxyConfiguration\nmode: nftables\nclientConnection: {kubeconfig: /etc/kubernetes/kube-proxy.conf}\n");
        Pod("kube-proxy", $"registry.k8s.io/kube-proxy:v{cluster.Kubernetes}", $"kube-proxy --config=/etc/kubernetes/kube-proxy.yaml --hostname-override={node.Name}", "/etc/kubernetes");
        Put("/var/lib/kubelet/config.yaml", "apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\nstaticPodPath: /etc/kubernetes/manifests\nauthentication: {x509: {clientCAFile: /etc/kubernetes/pki/ca.crt}}\n");
        Put("/etc/cni/net.d/10-flannel.conflist", "{}");
        Put("/etc/systemd/system/kubelet.service", $"[Unit]\nAfter=containerd.service flanneld.service\nRequires=containerd.service\n[Service]\nRestart=always\nRestartSec=5s\nExecStart=/opt/bin/kubelet --config=/var/lib/kubelet/config.yaml --kubeconfig=/etc/kubernetes/kubelet.conf \\\n  --hostname-override={node.Name} --node-ip={node.Address}\n[Install]\nWantedBy=multi-user.target\n");
        var endpoints = string.Join(',', cluster.Masters.Select(m => $"https://{m.Address}:2379"));
        var certificate = node.Disk.IsFile("/etc/infra-etcd/pki/server.crt") ? "server" : "flanneld";
        Put("/etc/systemd/system/flanneld.service", $"[Service]\nType=simple\nRestart=always\nEnvironment=FLANNELD_ETCD_ENDPOINTS={endpoints}\nExecStart=/opt/bin/flanneld --etcd-cafile=/etc/infra-etcd/pki/ca.crt --etcd-certfile=/etc/infra-etcd/pki/{certificate}.crt --etcd-keyfile=/etc/infra-etcd/pki/{certificate}.key --ip-masq=true\n[Install]\nWantedBy=multi-user.target\n");
    }

    private string EtcdFlags(string pki, string data, int client, int peer)
    {
        var initial = string.Join(',', cluster.Masters.Select(m => $"{m.Name}=https://{m.Address}:{peer}"));
        return $"--name={node.Name} --data-dir={data} --listen-client-urls=https://0.0.0.0:{client} --advertise-client-urls=https://{node.Address}:{client} --listen-peer-urls=https://0.0.0.0:{peer} "
            + $"--initial-advertise-peer-urls=https://{node.Address}:{peer} --initial-cluster={initial} --initial-cluster-state=new --client-cert-auth=true --peer-client-cert-auth=true "
            + $"--cert-file={pki}/server.crt --key-file={pki}/server.key --trusted-ca-file={pki}/ca.crt --peer-cert-file={pki}/peer.crt --peer-key-file={pki}/peer.key --peer-trusted-ca-file={pki}/ca.crt "
            + $"--listen-metrics-urls=http://127.0.0.1:{client + 2}";
    }

    private string ApiServerCommand() =>
        $"kube-apiserver --advertise-address={node.Address} --secure-port=6443 --authorization-mode=Node,RBAC --client-ca-file=/etc/kubernetes/pki/ca.crt --enable-admission-plugins=NodeRestriction "
        + "--etcd-servers=https://127.0.0.1:12379 --etcd-cafile=/etc/kubernetes/pki/etcd/ca.crt --etcd-certfile=/etc/kubernetes/pki/apiserver-etcd-client.crt --etcd-keyfile=/etc/kubernetes/pki/apiserver-etcd-client.key "
        + "--kubelet-client-certificate=/etc/kubernetes/pki/apiserver-kubelet-client.crt --kubelet-client-key=/etc/kubernetes/pki/apiserver-kubelet-client.key "
        + "--tls-cert-file=/etc/kubernetes/pki/apiserver.crt --tls-private-key-file=/etc/kubernetes/pki/apiserver.key --service-cluster-ip-range=10.100.0.0/16 "
        + "--service-account-issuer=https://kubernetes.default.svc --service-account-key-file=/etc/kubernetes/pki/sa.key --service-account-signing-key-file=/etc/kubernetes/pki/sa.key";

    private void Etcd(string folder, TestPki ca)
    {
        Put($"{folder}/ca.crt", ca.Ca);
        foreach (var name in new[] { "server", "peer" })
            Pair($"{folder}/{name}", ca.Issue(node.Name, [], [node.Name, "localhost", node.Address, "127.0.0.1"]));
    }

    private void Pod(string name, string image, string command, params string[] paths)
    {
        var text = new StringBuilder($"apiVersion: v1\nkind: Pod\nmetadata:\n  name: {name}\n  namespace: kube-system\n  labels: {{component: {name}}}\nspec:\n  hostNetwork: true\n  priorityClassName: system-node-critical\n  containers:\n  - name: {name}\n    image: {image}\n    command:\n");
        foreach (var word in command.Split(' '))
            text.Append($"    - \"{word}\"\n");
        text.Append("    volumeMounts:\n" + string.Concat(paths.Select((p, i) => $"    - {{name: v{i}, mountPath: {p}}}\n")));
        text.Append("  volumes:\n" + string.Concat(paths.Select((p, i) => $"  - {{name: v{i}, hostPath: {{path: {p}}}}}\n")));
        Put($"/etc/kubernetes/manifests/{name}.yaml", text.ToString(), "0600");
    }

    private void Binaries(params string[] names)
    {
        foreach (var name in names)
        {
            var url = name.StartsWith("etcd", StringComparison.Ordinal) ? $"https://example.test/v3.6.15/{name}" : name == "flanneld" ? "https://example.test/v0.28.10/flanneld-amd64" : $"https://dl.k8s.io/v{cluster.Kubernetes}/bin/linux/amd64/{name}";
            node.Artifacts.Fetch(url, string.Concat(Enumerable.Repeat(Sha, 64)), $"/opt/bin/{name}", "0755");
        }
    }

    private void Put(string path, string content, string mode = "0644") => node.Disk.WriteText(path, content, mode);

    private void Key(string path, string content) => Put(path, content, "0600");

    private void Pair(string path, (string Certificate, string Key) pair)
    {
        Put(path + ".crt", pair.Certificate);
        Key(path + ".key", pair.Key);
    }
}
