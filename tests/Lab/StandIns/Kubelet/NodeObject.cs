using System.Globalization;
using System.Text.Json.Nodes;
using Masterplan.Rehearsal.Kubernetes.Objects;
using Masterplan.Rehearsal.Nodes.Pods;

namespace Masterplan.StandIns.Kubelet;

/// <summary>The kubelet's word on its node: registered once, its lease renewed, its status written when it changes.</summary>
internal sealed class NodeObject(ApiClient api, KubeletOptions options, string version)
{
    private const string Leases = "/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases";
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(8);
    private readonly string path = $"/api/v1/nodes/{options.NodeName}";
    private string? reported;
    private DateTimeOffset beaten;
    private (string? WhyNot, DateTimeOffset Since) ready = ("", default);

    public Task RunAsync(CancellationToken stop) => Loop.RunAsync("\"Unable to register node with API server\"", TimeSpan.FromSeconds(1), _ => SyncAsync(stop), stop);

    private async Task SyncAsync(CancellationToken stop)
    {
        var (now, whyNot) = (TimeProvider.System.GetUtcNow(), WhyNotReady());
        if (whyNot != ready.WhyNot)
            ready = (whyNot, now);
        if (whyNot == reported && now - beaten < Heartbeat)
            return;
        var (code, body) = await api.SendAsync(HttpMethod.Patch, $"{path}/status", new JsonObject { ["status"] = Status(now) }, stop, ApiClient.MergePatch);
        if (code == 404)
            (code, body) = await api.SendAsync(HttpMethod.Post, "/api/v1/nodes", NewNode(), stop);
        else
            (reported, beaten) = (whyNot, now);
        ApiClient.Demand(code, body, path);
        await RenewAsync(now, stop);
    }

    private async Task RenewAsync(DateTimeOffset now, CancellationToken stop)
    {
        var spec = new JsonObject { ["holderIdentity"] = options.NodeName, ["leaseDurationSeconds"] = 40, ["renewTime"] = now.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture) };
        var (code, body) = await api.SendAsync(HttpMethod.Patch, $"{Leases}/{options.NodeName}", new JsonObject { ["spec"] = spec.Clone() }, stop, ApiClient.MergePatch);
        if (code == 404)
            (code, body) = await api.SendAsync(HttpMethod.Post, Leases, new JsonObject { ["metadata"] = new JsonObject { ["name"] = options.NodeName }, ["spec"] = spec }, stop);
        ApiClient.Demand(code, body, Leases);
    }

    private static string? WhyNotReady()
    {
        const string network = "container runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady message:Network plugin returns error: cni plugin not initialized";
        if (!File.Exists("/run/containerd/containerd.sock"))
            return "container runtime is down";
        if (!File.Exists("/run/flannel/subnet.env"))
            return $"{network}: open /run/flannel/subnet.env: no such file or directory";
        return PodNetwork.Config() is null ? network : null;
    }

    private JsonObject NewNode()
    {
        var labels = new JsonObject { ["kubernetes.io/arch"] = "amd64", ["kubernetes.io/hostname"] = options.NodeName, ["kubernetes.io/os"] = "linux" };
        foreach (var (key, value) in options.Labels)
            labels[key] = value;
        var taints = options.Taints.Append(new JsonObject { ["key"] = "node.kubernetes.io/not-ready", ["effect"] = "NoSchedule" });
        return new() { ["metadata"] = new JsonObject { ["name"] = options.NodeName, ["labels"] = labels }, ["spec"] = new JsonObject { ["taints"] = Json.Array(taints) } };
    }

    private JsonObject Status(DateTimeOffset now)
    {
        static JsonObject Amounts(int pods) => new() { ["cpu"] = Environment.ProcessorCount.ToString(), ["memory"] = $"{GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1024}Ki", ["pods"] = pods.ToString() };
        return new()
        {
            ["addresses"] = new JsonArray(new JsonObject { ["type"] = "InternalIP", ["address"] = options.NodeAddress }, new JsonObject { ["type"] = "Hostname", ["address"] = options.NodeName }),
            ["capacity"] = Amounts(options.MaxPods),
            ["allocatable"] = Amounts(options.MaxPods),
            ["daemonEndpoints"] = new JsonObject { ["kubeletEndpoint"] = new JsonObject { ["Port"] = options.Port } },
            ["nodeInfo"] = new JsonObject
            {
                ["architecture"] = "amd64",
                ["bootID"] = File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim(),
                ["containerRuntimeVersion"] = "containerd://1.6",
                ["kernelVersion"] = Environment.OSVersion.Version.ToString(),
                ["kubeletVersion"] = "v" + version,
                ["machineID"] = File.ReadAllText("/etc/machine-id").Trim(),
                ["operatingSystem"] = "linux",
                ["osImage"] = "Debian GNU/Linux, in the lab",
                ["systemUUID"] = File.ReadAllText("/etc/machine-id").Trim(),
            },
            ["conditions"] = new JsonArray(
                Condition("MemoryPressure", "False", "KubeletHasSufficientMemory", "kubelet has sufficient memory available", now),
                Condition("DiskPressure", "False", "KubeletHasNoDiskPressure", "kubelet has no disk pressure", now),
                Condition("PIDPressure", "False", "KubeletHasSufficientPID", "kubelet has sufficient PID available", now),
                ready.WhyNot is null ? Condition("Ready", "True", "KubeletReady", "kubelet is posting ready status", now) : Condition("Ready", "False", "KubeletNotReady", ready.WhyNot, now)),
        };
    }

    private JsonObject Condition(string type, string status, string reason, string message, DateTimeOffset now) => new()
    {
        ["type"] = type,
        ["status"] = status,
        ["reason"] = reason,
        ["message"] = message,
        ["lastHeartbeatTime"] = Json.Stamp(now),
        ["lastTransitionTime"] = Json.Stamp(ready.Since),
    };
}
