using Masterplan.Activities.Clusters.Planning;
using Masterplan.Activities.Etcd;

namespace Masterplan.Activities.Nodes.Files;

/// <summary>The static pods of a node.</summary>
public static class StaticPods
{
    public const string Etcd = "kubernetes-etcd";
    public const string ApiServer = "kube-apiserver";
    public const string ControllerManager = "kube-controller-manager";
    public const string Scheduler = "kube-scheduler";
    public const string KubeProxy = "kube-proxy";
    public const string Haproxy = "haproxy";

    /// <summary>The static pods of a role, in the order in which they are changed.</summary>
    public static IReadOnlyList<string> Of(NodeRole role) =>
        role == NodeRole.Master ? [Etcd, ApiServer, ControllerManager, Scheduler, KubeProxy] : [Haproxy, KubeProxy];

    internal static IReadOnlyList<StaticPod> Render(NodeContext context, IReadOnlyList<NodeFile> files)
    {
        var proxy = KubeProxyPod(context, files);
        return context.IsMaster
            ? [EtcdPod(context, files), ApiServerPod(context, files), ControllerManagerPod(context, files), SchedulerPod(context, files), proxy]
            : [HaproxyPod(context, files), proxy];
    }

    private static StaticPod EtcdPod(NodeContext context, IReadOnlyList<NodeFile> files) => new StaticPodTemplate(Etcd, Images.Etcd(context.Spec))
    {
        Command = ["/usr/local/bin/etcd", .. EtcdFlags.Render(context, EtcdCluster.Kubernetes)],
        Folders = [new(NodePaths.EtcdPki), new(EtcdCluster.Kubernetes.DataFolder, Writable: true)],
        Probe = new(EtcdCluster.Kubernetes.MetricsPort, "/livez", "/readyz", Scheme: "HTTP"),
        Ports = [EtcdCluster.Kubernetes.ClientPort, EtcdCluster.Kubernetes.PeerPort, EtcdCluster.Kubernetes.MetricsPort],
    }.Render(InputsHash.Of(files, NodePaths.EtcdPki));

    private static StaticPod ApiServerPod(NodeContext context, IReadOnlyList<NodeFile> files) => new StaticPodTemplate(ApiServer, Images.Component(ApiServer, context.Version))
    {
        Command = ["kube-apiserver", .. ControlPlaneFlags.ApiServer(context)],
        Folders = [new(NodePaths.KubernetesPki), new("/var/log/kubernetes/audit", Writable: true)],
        Files = [ControlPlaneFiles.Authentication, ControlPlaneFiles.Encryption, ControlPlaneFiles.AuditPolicy, ControlPlaneFiles.Admission],
        Probe = new(context.Spec.Kubernetes.ApiPort, "/livez", "/readyz", Host: context.Address),
        Ports = [context.Spec.Kubernetes.ApiPort],
        Cpu = "250m",
    }.Render(InputsHash.Of(files,
        $"{NodePaths.KubernetesPki}/ca.", $"{NodePaths.KubernetesPki}/apiserver", $"{NodePaths.KubernetesPki}/front-proxy", $"{NodePaths.KubernetesPki}/sa.",
        $"{NodePaths.EtcdPki}/ca.", ControlPlaneFiles.Authentication, ControlPlaneFiles.Encryption, ControlPlaneFiles.AuditPolicy, ControlPlaneFiles.Admission));

    private static StaticPod ControllerManagerPod(NodeContext context, IReadOnlyList<NodeFile> files) => new StaticPodTemplate(ControllerManager, Images.Component(ControllerManager, context.Version))
    {
        Command = ["kube-controller-manager", .. ControlPlaneFlags.ControllerManager(context)],
        Folders = [new(NodePaths.KubernetesPki)],
        Files = [NodePaths.Kubeconfig("controller-manager")],
        Probe = new(10257, "/healthz", "/healthz"),
        Ports = [10257],
        Cpu = "200m",
    }.Render(InputsHash.Of(files, NodePaths.Kubeconfig("controller-manager"), $"{NodePaths.KubernetesPki}/ca.", $"{NodePaths.KubernetesPki}/sa.", $"{NodePaths.KubernetesPki}/front-proxy-ca"));

    private static StaticPod SchedulerPod(NodeContext context, IReadOnlyList<NodeFile> files) => new StaticPodTemplate(Scheduler, Images.Component(Scheduler, context.Version))
    {
        Command = ["kube-scheduler", .. ControlPlaneFlags.Scheduler()],
        Files = [NodePaths.Kubeconfig("scheduler")],
        Probe = new(10259, "/healthz", "/healthz"),
        Ports = [10259],
    }.Render(InputsHash.Of(files, NodePaths.Kubeconfig("scheduler")));

    private static StaticPod KubeProxyPod(NodeContext context, IReadOnlyList<NodeFile> files) => new StaticPodTemplate(KubeProxy, Images.Component(KubeProxy, context.Version))
    {
        Command = ["kube-proxy", $"--config={NodePaths.KubeProxyConfig}"],
        Folders = [new("/lib/modules")],
        Files = [NodePaths.KubeProxyConfig, NodePaths.Kubeconfig("kube-proxy")],
        Probe = new(10256, "/livez", "/healthz", Scheme: "HTTP"),
        Ports = [10256, 10249],
        Privileged = true,
    }.Render(InputsHash.Of(files, NodePaths.KubeProxyConfig, NodePaths.Kubeconfig("kube-proxy")));

    private static StaticPod HaproxyPod(NodeContext context, IReadOnlyList<NodeFile> files) => new StaticPodTemplate(Haproxy, Images.Haproxy)
    {
        Command = ["haproxy", "-W", "-db", "-f", $"{NodePaths.Haproxy}/haproxy.cfg"],
        Folders = [new(NodePaths.Haproxy)],
        Ports = [80, 443, context.Spec.Kubernetes.ApiPort],
        RunAsRoot = true,
    }.Render(InputsHash.Of(files, NodePaths.Haproxy));
}
