using Masterplan.Rehearsal.Nodes.Processes;
using Masterplan.Rehearsal.Nodes.Tls;

namespace Masterplan.StandIns;

/// <summary>The way of a pod to the API servers: their service's address, and the service account that the kubelet put into the pod.</summary>
internal static class InCluster
{
    public const string Folder = "/var/run/secrets/kubernetes.io/serviceaccount";

    public static ApiClient Connect(ProgramStart start)
    {
        if (!start.Environment.TryGetValue("KUBERNETES_SERVICE_HOST", out var host))
            throw new RefusalException("error creating client configuration: unable to load in-cluster configuration, KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT must be defined");
        var roots = Trust.Pool(start.Files.Need($"{Folder}/ca.crt"), $"{Folder}/ca.crt");
        return new(new($"https://{host}:{start.Environment["KUBERNETES_SERVICE_PORT"]}"), roots, null, () => File.ReadAllText($"{Folder}/token"));
    }
}
