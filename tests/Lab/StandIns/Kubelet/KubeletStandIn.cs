using System.Security.Cryptography.X509Certificates;
using Masterplan.Rehearsal.Nodes.Pods;
using Masterplan.Rehearsal.Nodes.Processes;
using Masterplan.Rehearsal.Nodes.Tls;

namespace Masterplan.StandIns.Kubelet;

/// <summary>Stands in for the kubelet: registers and renews its node, runs static pods and those bound to it as units of systemd, and reports on them.</summary>
internal static class KubeletStandIn
{
    private const string ContainerRuntime = "/run/containerd/containerd.sock";

    public static async Task RunAsync(ProgramStart start, CancellationToken stop)
    {
        var options = new KubeletOptions(start);
        var kubeconfig = options.Kubeconfig ?? throw new RefusalException("\"command failed\" err=\"failed to load kubelet: flag --kubeconfig is not set\"");
        CheckIdentity(kubeconfig.Client, options.NodeName);
        if (!File.Exists(ContainerRuntime))
            throw new RefusalException($"\"command failed\" err=\"failed to run Kubelet: validate service connection: dial unix {ContainerRuntime}: connect: no such file or directory\"");
        using var health = HealthPort.Open("127.0.0.1", 10248, null, () => (200, "ok"));
        using var serving = options.ServingCertificate is { } files ? Trust.Pair(start.Files, files.Certificate, files.Key) : Tls.SelfSigned(options.NodeName);
        using var server = HealthPort.Open("0.0.0.0", options.Port, serving, () => (401, "Unauthorized"));
        using var api = new ApiClient(kubeconfig);
        var statics = new StaticPods(options.StaticPodFolder ?? throw new RefusalException("staticPodPath: Required value"), options.NodeName);
        var pods = new Pods(api, options, statics, new(api, string.Concat(kubeconfig.Roots.Select(root => root.ExportCertificatePem() + "\n"))));
        await Task.WhenAll(statics.RunAsync(stop), new NodeObject(api, options, start.Version).RunAsync(stop), pods.RunAsync(stop));
    }

    /// <summary>The API server would take this node's certificate for this node only.</summary>
    private static void CheckIdentity(X509Certificate2? certificate, string node)
    {
        var name = certificate?.GetNameInfo(X509NameType.SimpleName, forIssuer: false);
        if (name != $"system:node:{node}")
            throw new RefusalException($"nodes \"{node}\" is forbidden: node \"{name}\" is not allowed to modify node \"{node}\"");
    }
}
