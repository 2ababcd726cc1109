using System.Text.Json.Nodes;
using Masterplan.Rehearsal.Kubernetes.Objects;
using Masterplan.Rehearsal.Latencies;
using Masterplan.Rehearsal.Nodes.Processes;
using Masterplan.Rehearsal.Nodes.Programs;

namespace Masterplan.Rehearsal.Kubernetes.Components;

public sealed class KubeProxyProgram : IProgram
{
    public async Task RunAsync(ProcessContext context, CancellationToken stop)
    {
        var flags = ProgramFlags.Parse(context);
        var kubeconfig = flags["kubeconfig"];
        if (flags["config"] is { } path)
        {
            var config = Yaml.Parse(context.Files.NeedText(path)) as JsonObject;
            if (config.Text("kind") != "KubeProxyConfiguration")
                throw new RefusalException($"Error: failed complete: no kind \"{config.Text("kind")}\" is registered for version \"{config.Text("apiVersion")}\" in scheme");
            if (config.Text("mode") is { Length: > 0 } mode && mode is not ("iptables" or "ipvs" or "nftables"))
                throw new RefusalException($"Error: KubeProxyConfiguration.mode: Invalid value: \"{mode}\": must be iptables,ipvs,nftables or blank (blank means the best-available proxy [currently iptables])");
            kubeconfig = config.Text("clientConnection", "kubeconfig") ?? kubeconfig;
        }

        if (kubeconfig is not null)
            _ = new Kubeconfig(context.Files, kubeconfig);
        await context.Impose(LatencySteps.PodStart, 2, stop).ConfigureAwait(false);
        context.Listen("127.0.0.1", 10249);
        context.Ready();
        await Task.Delay(Timeout.InfiniteTimeSpan, context.World.Pace.Clock, stop).ConfigureAwait(false);
    }
}
