using Masterplan.Activities.Kubernetes;
using Masterplan.Activities.Pki;

namespace Masterplan.Activities.Nodes.Files;

/// <summary>The kubeconfigs of a node's components. People's never lie on a node.</summary>
internal static class KubeconfigFiles
{
    public static IEnumerable<NodeFile> Render(NodeContext context)
    {
        IEnumerable<NodeFile> files =
        [
            File(context, "kubelet", CertificateProfiles.KubeletClient),
            File(context, "kube-proxy", CertificateProfiles.KubeProxy),
        ];
        return context.IsMaster
            ? [.. files, File(context, "controller-manager", CertificateProfiles.ControllerManager), File(context, "scheduler", CertificateProfiles.Scheduler)]
            : files;
    }

    private static NodeFile File(NodeContext context, string component, string profile) => TextFile.Secret(
        NodePaths.Kubeconfig(component),
        Kubeconfig.Render(context.Plan.Name, context.LocalApiServer, context.Authorities[CertificateAuthorityName.Kubernetes], component, context.Certificates[profile]));
}
