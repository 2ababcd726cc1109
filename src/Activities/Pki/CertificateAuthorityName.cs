namespace Masterplan.Activities.Pki;

/// <summary>The four certificate authorities of a cluster. Each keeps its key in the secret store only.</summary>
public enum CertificateAuthorityName
{
    /// <summary>Signs API servers, kubelets, components and people.</summary>
    Kubernetes,

    /// <summary>Signs members and clients of kubernetes-etcd.</summary>
    KubernetesEtcd,

    /// <summary>Signs the API server's aggregation client; apart from the others, because who holds one of its certificates may name any user.</summary>
    FrontProxy,

    /// <summary>Signs members and clients of infra-etcd.</summary>
    InfraEtcd,
}
