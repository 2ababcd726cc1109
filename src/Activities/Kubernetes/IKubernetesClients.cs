namespace Masterplan.Activities.Kubernetes;

/// <summary>Connections to the API servers of clusters, kept open between steps.</summary>
public interface IKubernetesClients
{
    /// <summary>The API server at an address, as super-admin: the one identity that works before any RBAC object exists.</summary>
    KubernetesApi At(string cluster, string address, int port);
}
