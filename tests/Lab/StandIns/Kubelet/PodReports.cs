using System.Text.Json.Nodes;
using Masterplan.Rehearsal.Kubernetes.Objects;

namespace Masterplan.StandIns.Kubelet;

/// <summary>Writes what became of a pod into its status, when it has changed.</summary>
internal sealed class PodReports(ApiClient api, string nodeAddress)
{
    private readonly Dictionary<string, (bool Runs, bool IsReady, DateTimeOffset Since)> seen = new(StringComparer.Ordinal);

    public async Task WriteAsync(JsonObject pod, bool runs, bool isReady, int restarts, string address, CancellationToken stop)
    {
        if (!seen.TryGetValue(pod.Uid(), out var last) || last.Runs != runs || last.IsReady != isReady)
            seen[pod.Uid()] = last = (runs, isReady, TimeProvider.System.GetUtcNow());
        var status = Status(pod, last, restarts, address);
        if (JsonNode.DeepEquals(status, pod["status"]))
            return;
        await api.SendAsync(HttpMethod.Patch, $"/api/v1/namespaces/{pod.Namespace()}/pods/{pod.Name()}/status", new JsonObject { ["status"] = status }, stop, ApiClient.MergePatch);
    }

    private JsonObject Status(JsonObject pod, (bool Runs, bool IsReady, DateTimeOffset Since) seen, int restarts, string address)
    {
        var since = Json.Stamp(seen.Since);
        JsonObject Condition(string type, bool holds) => new() { ["type"] = type, ["status"] = holds ? "True" : "False", ["lastProbeTime"] = null, ["lastTransitionTime"] = since };
        var container = pod.Items("spec", "containers").First();
        var image = container.Text("image");
        var status = new JsonObject
        {
            ["phase"] = seen.Runs ? "Running" : "Pending",
            ["hostIP"] = nodeAddress,
            ["startTime"] = pod.Text("status", "startTime") ?? since,
            ["conditions"] = new JsonArray(Condition("Initialized", true), Condition("Ready", seen.IsReady), Condition("ContainersReady", seen.IsReady), Condition("PodScheduled", true)),
            ["containerStatuses"] = new JsonArray(new JsonObject
            {
                ["name"] = container.Text("name"),
                ["image"] = image,
                ["imageID"] = image,
                ["restartCount"] = restarts,
                ["ready"] = seen.IsReady,
                ["started"] = seen.Runs,
                ["state"] = seen.Runs ? new JsonObject { ["running"] = new JsonObject { ["startedAt"] = since } } : new JsonObject { ["waiting"] = new JsonObject { ["reason"] = "ContainerCreating" } },
            }),
            ["qosClass"] = pod.Text("status", "qosClass") ?? "Burstable",
        };
        if (seen.Runs)
            status["podIP"] = address;
        return status;
    }
}
