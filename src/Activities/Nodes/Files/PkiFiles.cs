using Masterplan.Activities.Pki;

namespace Masterplan.Activities.Nodes.Files;

/// <summary>Certificates and keys that lie on a node as files. No authority's key is among them.</summary>
internal static class PkiFiles
{
    public static IEnumerable<NodeFile> Render(NodeContext context)
    {
        IEnumerable<NodeFile> files =
        [
            Authority(context, CertificateAuthorityName.Kubernetes, $"{NodePaths.KubernetesPki}/ca.crt"),
            Authority(context, CertificateAuthorityName.InfraEtcd, $"{NodePaths.FlanneldPki}/ca.crt"),
            .. Leaf(context, CertificateProfiles.Flanneld, $"{NodePaths.FlanneldPki}/client"),
            .. Leaf(context, CertificateProfiles.KubeletServer, $"{NodePaths.KubernetesPki}/kubelet"),
        ];
        return context.IsMaster ? files.Concat(Master(context)) : files;
    }

    private static IEnumerable<NodeFile> Master(NodeContext context) =>
    [
        Authority(context, CertificateAuthorityName.FrontProxy, $"{NodePaths.KubernetesPki}/front-proxy-ca.crt"),
        Authority(context, CertificateAuthorityName.KubernetesEtcd, $"{NodePaths.EtcdPki}/ca.crt"),
        Authority(context, CertificateAuthorityName.InfraEtcd, $"{NodePaths.InfraEtcdPki}/ca.crt"),
        .. Leaf(context, CertificateProfiles.ApiServer, $"{NodePaths.KubernetesPki}/apiserver"),
        .. Leaf(context, CertificateProfiles.ApiServerKubeletClient, $"{NodePaths.KubernetesPki}/apiserver-kubelet-client"),
        .. Leaf(context, CertificateProfiles.ApiServerEtcdClient, $"{NodePaths.KubernetesPki}/apiserver-etcd-client"),
        .. Leaf(context, CertificateProfiles.FrontProxyClient, $"{NodePaths.KubernetesPki}/front-proxy-client"),
        .. Leaf(context, CertificateProfiles.EtcdServer, $"{NodePaths.EtcdPki}/server"),
        .. Leaf(context, CertificateProfiles.EtcdPeer, $"{NodePaths.EtcdPki}/peer"),
        .. Leaf(context, CertificateProfiles.EtcdHealthcheck, $"{NodePaths.EtcdPki}/healthcheck-client"),
        .. Leaf(context, CertificateProfiles.InfraEtcdServer, $"{NodePaths.InfraEtcdPki}/server"),
        .. Leaf(context, CertificateProfiles.InfraEtcdPeer, $"{NodePaths.InfraEtcdPki}/peer"),
        .. Leaf(context, CertificateProfiles.InfraEtcdClient, $"{NodePaths.InfraEtcdPki}/healthcheck-client"),
        TextFile.Readable($"{NodePaths.KubernetesPki}/sa.pub", context.ServiceAccountKeys!.PublicKey),
        TextFile.Secret($"{NodePaths.KubernetesPki}/sa.key", context.ServiceAccountKeys.PrivateKey),
    ];

    private static NodeFile Authority(NodeContext context, CertificateAuthorityName name, string path) => TextFile.Readable(path, context.Authorities[name]);

    private static NodeFile[] Leaf(NodeContext context, string profile, string path) =>
    [
        TextFile.Readable($"{path}.crt", context.Certificates[profile].Certificate),
        TextFile.Secret($"{path}.key", context.Certificates[profile].PrivateKey),
    ];
}
