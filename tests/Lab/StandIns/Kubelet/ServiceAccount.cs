using System.Text.Json.Nodes;
using Masterplan.Rehearsal.Kubernetes.Objects;

namespace Masterplan.StandIns.Kubelet;

/// <summary>What the kubelet puts into pods of a service account: a token in its name, renewed in time, and the authority of the API servers.</summary>
internal sealed class ServiceAccount(ApiClient api, string authority)
{
    private const int Seconds = 3607;
    private static readonly TimeSpan RenewAfter = TimeSpan.FromMinutes(45);

    /// <summary>Puts the files in place, and returns what the pod's unit must be given.</summary>
    public async Task<IReadOnlyList<string>> ProvideAsync(JsonObject pod, CancellationToken stop)
    {
        await RenewAsync(pod, stop);
        var service = await api.GetAsync("/api/v1/namespaces/default/services/kubernetes", stop) ?? throw new HttpRequestException("services \"kubernetes\" not found");
        return
        [
            $"BindReadOnlyPaths={FolderOf(pod.Uid())}:{InCluster.Folder}",
            $"Environment=KUBERNETES_SERVICE_HOST={service.Text("spec", "clusterIP")}", $"Environment=KUBERNETES_SERVICE_PORT={service.Items("spec", "ports").First().Number("port")}",
        ];
    }

    /// <summary>Has a token written that is good for some time yet.</summary>
    public async Task RenewAsync(JsonObject pod, CancellationToken stop)
    {
        var folder = FolderOf(pod.Uid());
        if (File.Exists($"{folder}/token") && TimeProvider.System.GetUtcNow() - File.GetLastWriteTimeUtc($"{folder}/token") < RenewAfter)
            return;
        var path = $"/api/v1/namespaces/{pod.Namespace()}/serviceaccounts/{pod.Text("spec", "serviceAccountName")}/token";
        var (code, answer) = await api.SendAsync(HttpMethod.Post, path, new JsonObject { ["spec"] = new JsonObject { ["expirationSeconds"] = Seconds } }, stop);
        var token = ApiClient.Demand(code, answer, path).Text("status", "token");
        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync($"{folder}/namespace", pod.Namespace(), stop);
        await File.WriteAllTextAsync($"{folder}/ca.crt", authority, stop);
        await File.WriteAllTextAsync($"{folder}/token.new", token, stop);
        File.Move($"{folder}/token.new", $"{folder}/token", overwrite: true);
    }

    /// <summary>Forgets a pod that is no more.</summary>
    public static void Remove(string uid)
    {
        if (Directory.Exists(FolderOf(uid)))
            Directory.Delete(FolderOf(uid), recursive: true);
    }

    private static string FolderOf(string uid) => $"/run/stand-ins/accounts/{uid}";
}
