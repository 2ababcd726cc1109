using Masterplan.Rehearsal.Kubernetes.Objects;
using Masterplan.Rehearsal.Nodes.Processes;
using Masterplan.Rehearsal.Nodes.Programs;

namespace Masterplan.Rehearsal.Kubernetes.Components;

public sealed class SchedulerProgram : IProgram
{
    public async Task RunAsync(ProcessContext context, CancellationToken stop)
    {
        var flags = ProgramFlags.Parse(context);
        var kubeconfig = flags["kubeconfig"];
        if (flags["config"] is { } config)
            kubeconfig = Yaml.Parse(context.Files.NeedText(config)).Text("clientConnection", "kubeconfig") ?? kubeconfig;
        await LedComponent.Run(context, flags, kubeconfig ?? flags.Need("kubeconfig"), 10259, "kube-scheduler", stop).ConfigureAwait(false);
    }
}
