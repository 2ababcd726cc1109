using System.Text.Json.Nodes;
using Masterplan.Rehearsal.Kubernetes.Objects;
using Masterplan.Rehearsal.Nodes.Processes;
using Masterplan.Rehearsal.Nodes.Programs;

namespace Masterplan.Rehearsal.Kubernetes.Components;

/// <summary>What a kube-proxy was started with, checked as it checks it.</summary>
public sealed class KubeProxyOptions
{
    public KubeProxyOptions(ProgramStart start)
    {
        var flags = ProgramFlags.Parse(start);
        var kubeconfig = flags["kubeconfig"];
        if (flags["config"] is { } path)
        {
            var config = Yaml.Parse(start.Files.NeedText(path)) as JsonObject;
            if (config.Text("kind") != "KubeProxyConfiguration")
                throw new RefusalException($"Error: failed complete: no kind \"{config.Text("kind")}\" is registered for version \"{config.Text("apiVersion")}\" in scheme");
            if (config.Text("mode") is { Length: > 0 } mode && mode is not ("iptables" or "ipvs" or "nftables"))
                throw new RefusalException($"Error: KubeProxyConfiguration.mode: Invalid value: \"{mode}\": must be iptables,ipvs,nftables or blank (blank means the best-available proxy [currently iptables])");
            kubeconfig = config.Text("clientConnection", "kubeconfig") ?? kubeconfig;
            PodNetwork = config.Text("clusterCIDR");
        }

        Kubeconfig = kubeconfig is null ? null : new Kubeconfig(start.Files, kubeconfig);
    }

    public Kubeconfig? Kubeconfig { get; }

    /// <summary>The network of all pods; what does not come from it is given the node's address on its way to a pod.</summary>
    public string? PodNetwork { get; }
}
