using Masterplan.Rehearsal.Kubernetes.Access;
using Masterplan.Rehearsal.Nodes.Processes;
using Masterplan.Rehearsal.Nodes.Programs;
using Masterplan.Rehearsal.Nodes.Tls;

namespace Masterplan.Rehearsal.Kubernetes.Components;

public sealed class ControllerManagerProgram : IProgram
{
    public async Task RunAsync(ProcessContext context, CancellationToken stop)
    {
        var flags = ProgramFlags.Parse(context);
        if (flags["root-ca-file"] is { } root)
            Trust.Pool(context.Files.Need(root), root);
        if (flags["service-account-private-key-file"] is { } key && ServiceAccountTokens.ReadKey(context.Files.NeedKey(key)) is null)
            throw new RefusalException($"error reading key for service account token controller: {key}");
        if (flags["cluster-signing-cert-file"] is { } certificate)
            Trust.Pair(context.Files, certificate, flags.Need("cluster-signing-key-file")).Dispose();
        await LedComponent.Run(context, flags, flags.Need("kubeconfig"), 10257, "kube-controller-manager", stop).ConfigureAwait(false);
    }
}
