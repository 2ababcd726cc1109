using Masterplan.Rehearsal.Kubernetes.Access;
using Masterplan.Rehearsal.Nodes.Processes;
using Masterplan.Rehearsal.Nodes.Programs;
using Masterplan.Rehearsal.Nodes.Tls;

namespace Masterplan.Rehearsal.Kubernetes.Components;

/// <summary>What a controller manager was started with, checked as it checks it.</summary>
public sealed class ControllerManagerOptions : LedOptions
{
    public ControllerManagerOptions(ProgramStart start)
        : base(start, ProgramFlags.Parse(start), 10257, "system:kube-controller-manager")
    {
        if (Flags["root-ca-file"] is { } root)
            Trust.Pool(start.Files.Need(root), root);
        if (Flags["service-account-private-key-file"] is { } key && ServiceAccountTokens.ReadKey(start.Files.NeedKey(key)) is null)
            throw new RefusalException($"error reading key for service account token controller: {key}");
        if (Flags["cluster-signing-cert-file"] is { } certificate)
            Trust.Pair(start.Files, certificate, Flags.Need("cluster-signing-key-file")).Dispose();
    }
}
